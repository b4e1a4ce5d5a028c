"""How far everything is from Home: she follows links, and nothing else."""

import re

from albums.services.looks import add_looks
from albums.tests.helpers import make_pictures

LINK = re.compile(r'<a [^>]*href="([^"#]+)')
SHOWN = re.compile(r'data-seen="(\w+)"')


def photos_by_touches(client, most: int) -> dict[str, int]:
    """Follow every link from Home. Return after how many touches each photo is on her screen, by its id."""
    found: dict[str, int] = {}
    met, here = {"/"}, ["/"]
    for touches in range(most + 1):
        further = []
        for address in here:
            answer = client.get(address, follow=True)
            assert answer.status_code == 200, address
            page = answer.content.decode()
            for photo in SHOWN.findall(page):
                found.setdefault(photo, touches)
            path = answer.request["PATH_INFO"]
            links = {path + link if link[0] == "?" else link for link in LINK.findall(page)}
            further += [link.replace("&amp;", "&") for link in links - met if link[0] == "/"]
            met |= links
        here = further
    return found


def test_any_photo_of_sixty_is_three_touches_away(mother_client, album):
    """Home, the album, all at a glance, the photo. Four would do."""
    pictures = make_pictures(album, 60)
    found = photos_by_touches(mother_client, 3)
    assert {picture.public_id for picture in pictures} == found.keys()


def test_what_is_new_is_one_touch_away(mother_client, jieun, album):
    pictures = make_pictures(album, 3, uploaded_by=jieun)
    for picture in pictures:
        add_looks(picture)
    assert photos_by_touches(mother_client, 1)[pictures[0].public_id] == 1
