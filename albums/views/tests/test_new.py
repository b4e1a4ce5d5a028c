"""What is new to her, one photo after another, although it becomes seen while she turns."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from albums import new_pictures
from albums.models import Look, Picture, Visit
from albums.services.looks import add_looks, mark_seen
from albums.services.trash import trash_pictures
from albums.tests.helpers import make_pictures
from picup.core.pagination import EPOCH, Cursor

MUCH_LATER = datetime(2900, 1, 1, tzinfo=UTC)
NEW, SEEN = reverse("new"), reverse("seen")


@pytest.fixture
def pictures(album, mother, jieun):
    """Five that Jieun has added, in the order in which they became ready."""
    pictures = make_pictures(album, 5, uploaded_by=jieun)
    for picture in pictures:
        add_looks(picture)
    return pictures


def last_place() -> str:
    """The cursor at the end of a walk that began a moment ago."""
    look = Look.objects.order_by("id").last()
    return str(Cursor(timezone.now() - timedelta(minutes=5), look.pk, Look.objects.count()))


def walk(client, each=lambda page: None) -> list[str]:
    """The photos of a walk from Home to its end, as their ids. `each` happens on every page."""
    met, address = [], NEW
    while True:
        page = client.get(address)
        if "turn" not in page.context:
            return met
        met.append(page.context["picture"].public_id)
        assert len(met) < 150, met
        each(page)
        address = NEW + page.context["next_url"]


def test_it_works(mother_client, mother, pictures):
    """The oldest first; Home says how many, and who added them."""
    home = mother_client.get("/").content.decode()
    assert "새 사진 5장 보기" in home and "Jieun" in home and f'href="{NEW}"' in home
    first = mother_client.get(NEW)
    assert first.context["picture"] == pictures[0] and "1 / 5" in first.content.decode()
    assert walk(mother_client) == [picture.public_id for picture in pictures]
    assert "새 사진 5장 보기" in mother_client.get("/").content.decode(), "looking at a page writes nothing"


def test_every_photo_once_although_it_becomes_seen(mother_client, mother, pictures):
    def look(page):
        answer = mother_client.post(SEEN, {"pictures": page.context["picture"].public_id})
        assert answer.status_code == 204

    assert walk(mother_client, look) == [picture.public_id for picture in pictures]
    assert walk(mother_client) == [] and not Look.objects.filter(person=mother, seen_at=None).exists()
    assert "새 사진" not in mother_client.get("/").content.decode()


def test_photos_come_and_go_meanwhile(mother_client, album, jieun, pictures):
    more = make_pictures(album, 1, uploaded_by=jieun)

    def change(page):
        mother_client.post(SEEN, {"pictures": page.context["picture"].public_id})
        if page.context["picture"] == pictures[1]:
            trash_pictures([pictures[3]])
            add_looks(more[0])

    met = walk(mother_client, change)
    assert met == [one.public_id for one in (*pictures[:3], pictures[4], *more)]


def test_an_older_photo_that_is_ready_later_comes_last(mother_client, album, jieun, pictures):
    """Photos are new in the order in which they can be seen, not in that of their uploads. Each of them once."""
    older, newer = make_pictures(album, 2, uploaded_by=jieun, state=Picture.State.WAITING)

    def become_ready(page):
        for picture in {pictures[1]: [newer], pictures[2]: [older]}.get(page.context["picture"], []):
            Picture.objects.filter(pk=picture.pk).update(state=Picture.State.READY)
            add_looks(picture)
        mother_client.post(SEEN, {"pictures": page.context["picture"].public_id})

    assert walk(mother_client, become_ready) == [one.public_id for one in (*pictures, newer, older)]
    assert walk(mother_client) == []


def test_more_than_are_counted(mother_client, album, jieun, pictures):
    """Home and the first photos say no number of all; the last ones do, and none is left out."""
    for picture in make_pictures(album, new_pictures.MOST, uploaded_by=jieun):
        add_looks(picture)
    home = mother_client.get("/").content.decode()
    assert "새 사진 보기" in home and f"{new_pictures.MOST}장" not in home
    page, met = mother_client.get(NEW), []
    assert "</span>1</span>" in page.content.decode()
    while "turn" in page.context:
        met.append(page.context["turn"])
        page = mother_client.get(NEW + page.context["next_url"])
    assert [turn.number for turn in met] == list(range(1, len(pictures) + new_pictures.MOST + 1))
    assert [turn.count for turn in met[:6]] == [None] * 5 + [104] and met[-1].count == 104


def test_the_way_back_is_bounded(mother_client, album, jieun, pictures):
    """So many back as a page asks for; the first of them leads Home."""
    for picture in make_pictures(album, new_pictures.WAY_BACK, uploaded_by=jieun):
        add_looks(picture)

    def look(page):
        mother_client.post(SEEN, {"pictures": page.context["picture"].public_id})

    met, addresses = walk(mother_client, look), []
    address = NEW + mother_client.get(NEW, {"after": last_place()}).context["previous_url"]
    while address != NEW:
        addresses.append(mother_client.get(address).context["picture"].public_id)
        address = NEW + mother_client.get(address).context["previous_url"]
    assert addresses == met[: -new_pictures.WAY_BACK - 1 : -1]


def test_what_is_in_the_trash_is_passed_by(mother_client, album, jieun, pictures):
    """However many: more than are asked for at once."""
    many = make_pictures(album, 2 * new_pictures.MOST, uploaded_by=jieun)
    [last] = make_pictures(album, 1, uploaded_by=jieun)
    for picture in (*many, last):
        add_looks(picture)
    trash_pictures(many)
    assert walk(mother_client) == [one.public_id for one in (*pictures, last)]
    assert "새 사진 6장 보기" in mother_client.get("/").content.decode()


def test_going_back(mother_client, pictures):
    pages = [mother_client.get(NEW)]
    for _ in range(2):
        pages.append(mother_client.get(NEW + pages[-1].context["next_url"]))
    back = mother_client.get(NEW + pages[2].context["previous_url"])
    assert back.context["picture"] == pictures[1]
    assert mother_client.get(NEW + back.context["previous_url"]).context["picture"] == pictures[0]


def test_the_end(mother_client, pictures, jieun):
    """A heart for who added them, and the way home; without scripts, a button that says they were seen."""
    page = mother_client.get(NEW)
    while "turn" in page.context:
        page = mother_client.get(NEW + page.context["next_url"])
    text = page.content.decode()
    assert "다 보셨어요" in text and "Jieun에게 보내기" in text
    assert f'action="{reverse("picture_heart", args=[pictures[-1].public_id])}"' in text
    assert set(page.context["shown"]) == {picture.public_id for picture in pictures}
    back = mother_client.get(NEW + page.context["previous_url"])
    assert back.context["picture"] == pictures[-1]
    mother_client.post(SEEN, {"pictures": ",".join(page.context["shown"]), "next": "/"})
    assert "새 사진" not in mother_client.get("/").content.decode()


def test_nothing_is_new(mother_client, mother):
    assert "새 사진이 없어요" in mother_client.get(NEW).content.decode()


def test_her_own_are_not_new_to_who_added_them(jieun_client, pictures):
    assert walk(jieun_client) == []


def test_another_family(stranger_client, pictures, mother, stranger):
    assert walk(stranger_client) == []
    mark_seen(person=stranger, picture_ids=[picture.public_id for picture in pictures])
    assert not Visit.objects.exists() and not Look.objects.exclude(seen_at=None).exists()


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "%00", "AAAA", "가", "-1", "a" * 5000, str(Cursor(EPOCH, 9, 3)), str(Cursor(MUCH_LATER, 9, 3))],
)
def test_a_malformed_cursor_begins_anew(mother_client, pictures, cursor):
    assert mother_client.get(NEW, {"after": cursor}).context["picture"] == pictures[0]


def test_the_same_queries_for_any_number(mother_client, album, jieun, pictures, django_assert_num_queries):
    """Session, person, helper; what was seen in this walk, what is ahead and behind (with what may be shown of it), the
    picture, the hearts."""
    mother_client.get(reverse("text_size"))
    for _ in range(2):
        with django_assert_num_queries(9):
            mother_client.get(NEW)
        for picture in make_pictures(album, 20, uploaded_by=jieun):
            add_looks(picture)


def test_refusals(client, mother_client):
    assert client.get(NEW).status_code == 302 and mother_client.post(NEW).status_code == 405


def test_a_picture_that_is_not_ready_waits(mother_client, pictures):
    Picture.objects.filter(pk=pictures[0].pk).update(state=Picture.State.WAITING)
    assert walk(mother_client) == [picture.public_id for picture in pictures[1:]]
