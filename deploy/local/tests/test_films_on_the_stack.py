"""A converted film through nginx, out of encrypted storage, as browsers play it: Safari asks for two bytes first, then
for parts, and seeks."""

import re
import uuid

import pytest
import requests

from albums.films.tests.clips import AAC, H264, make, needs_ffmpeg
from deploy.local.fixtures import start
from deploy.local.tests.kills import StackSite
from tests.support.browser import Person
from tests.support.site import wait_for
from tests.support.unsealing import keys_of, unseal

pytestmark = [needs_ffmpeg, pytest.mark.wide]
CONVERTED = "FROM albums_picture WHERE public_id = '{}' AND playing = 'ready'"
COPY = (
    "SELECT f.key FROM albums_derivative d JOIN albums_picture p ON p.id = d.picture_id "
    "JOIN storage_storedfile f ON f.id = d.file_id WHERE d.variant = 'film' AND p.public_id = '{}'"
)


class Film:
    """What is played of one film: its address for the mother, and its bytes as both storages have them."""

    def __init__(self, mother: Person, path: str, copies: list[bytes]):
        self.mother, self.path, self.copies = mother, path, copies
        [self.content] = set(copies)

    def ask(self, byte_range: str) -> requests.Response:
        return self.mother.get(self.path, headers={"Range": f"bytes={byte_range}"})


@pytest.fixture(scope="module")
def film(stack, tmp_path_factory) -> Film:
    nginx = start(stack, "nginx", "web", "worker", "films", "beat")
    site, daughter = StackSite(stack), Person(nginx.url).sign_up(f"{uuid.uuid4().hex}@example.com")
    # Sixteen seconds of noise: some megabytes, so that it is asked for in many parts.
    clip = make(
        tmp_path_factory.mktemp("clip") / "sea.mp4", *H264, *AAC, "-vf", "noise=alls=80:allf=t", seconds=16
    )
    answer = daughter.upload(daughter.new_album("제주"), ("sea.mp4", clip.read_bytes()))
    picture = answer.json()["results"][0]["picture"]
    wait_for(lambda: site.query(f"SELECT 1 {CONVERTED.format(picture)}"), 300)
    [(key,)] = site.query(COPY.format(picture))
    keys = keys_of(site.directory)
    paths = [site.directory / "storage" / "main" / key[:2] / key, stack["s3"].files / key]
    fields = {"name": "엄마", "language": "ko", "help_phone": "010-1234-5678"}
    link = re.search(r"/open/[\w-]+/", daughter.post("/family/links/new/", fields).text).group(0)
    mother = Person(nginx.url)
    mother.post(link)
    return Film(
        mother, f"/pictures/{picture}/file/film", [unseal(key, path.read_bytes(), keys) for path in paths]
    )


def test_it_works(film):
    """Two bytes first, then part after part: together byte for byte what is stored."""
    first = film.ask("0-1")
    assert (first.status_code, first.content) == (206, film.content[:2])
    assert first.headers["Content-Range"] == f"bytes 0-1/{len(film.content)}"
    assert first.headers["Accept-Ranges"] == "bytes" and first.headers["Content-Type"] == "video/mp4"
    played = b""
    while len(played) < len(film.content):
        part = film.ask(f"{len(played)}-{len(film.content) - 1}")
        assert part.status_code == 206 and part.content
        assert part.headers["Content-Range"].startswith(f"bytes {len(played)}-")
        played += part.content
    assert played == film.content
    assert len(film.content) > 1_000_000


@pytest.mark.parametrize("start", [0, 1, 65_535, 65_536, 65_537, 999_999])
def test_seeking(film, start):
    """Across the borders of encrypted segments, with an end and without."""
    assert film.ask(f"{start}-{start + 99}").content == film.content[start : start + 100]
    answer = film.ask(f"{start}-")
    assert answer.status_code == 206
    assert answer.content == film.content[start : start + len(answer.content)]


def test_the_end(film):
    size = len(film.content)
    assert film.ask("-100").content == film.content[-100:]
    assert film.ask(f"{size - 1}-").content == film.content[-1:]
    beyond = film.ask(f"{size}-")
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")


def test_whole(film):
    answer = film.mother.get(film.path)
    assert (answer.status_code, answer.content) == (200, film.content)
    assert int(answer.headers["Content-Length"]) == len(film.content)


def test_others(film):
    nobody = Person(film.mother.url)
    stranger = Person(film.mother.url).sign_up(f"{uuid.uuid4().hex}@example.com", family="Park")
    for person in (nobody, stranger):
        answer = person.get(film.path, headers={"Range": "bytes=0-1"}, allow_redirects=False)
        assert answer.status_code in (302, 404) and film.content[:2] not in answer.content
