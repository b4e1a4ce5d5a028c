"""Many hands at once on one file of several albums, on a real MariaDB with real threads.

Functions import Django and models themselves: `family` calls them in a process that imports this module before Django
is set up there.
"""

from collections import Counter
from collections.abc import Callable

import pytest

from albums.films.tests.clips import needs_ffmpeg
from albums.tests.at_once import at_once
from deploy.local.tests.filled import filled

pytest.importorskip("MySQLdb")
THREADS = 6
ROUNDS = 12
# A conversion takes a second.
FILM_ROUNDS = 6


@pytest.fixture(scope="module")
def family(mariadb_primary, tmp_path_factory):
    """`family(function)` calls it where a family with an owner is in the database, and two storages on the disk."""
    with filled(mariadb_primary, tmp_path_factory.mktemp("sharing"), fill) as call:
        yield call


def fill() -> None:
    from django.test.utils import setup_test_environment

    from accounts.models import Family, User
    from storage.backends import get_backends

    setup_test_environment()
    family = Family.objects.create(pk=1, name="Kim")
    User.objects.create(pk=1, family=family, role="owner", display_name="Jieun", email="j@example.com")
    for backend in get_backends().values():
        backend.initialise(new=True)


def new_album():
    from accounts.models import User
    from albums.services.albums import create_album

    return create_album(person=User.objects.get(pk=1), title="Spring", description="")


def upload(album, content: bytes) -> Callable[[], str]:
    """Return what sends a photo to an album by the site's own address, and returns what became of it."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from accounts.models import User

    client = Client(raise_request_exception=False, headers={"accept": "application/json"})
    client.force_login(User.objects.get(pk=1), "accounts.backends.MemberBackend")

    def send() -> str:
        file = SimpleUploadedFile("a.jpg", content, "image/jpeg")
        answer = client.post(f"/albums/{album.public_id}/add/", {"files": file})
        [result] = answer.json()["results"]
        return result["status"] if result["status"] != "rejected" else result["reason"]

    return send


def delete(album) -> Callable[[], str]:
    from albums.services.deletion import delete_album
    from albums.services.trash import trash_album

    def work() -> str:
        trash_album(album)
        delete_album(album)
        return "deleted"

    return work


def faults() -> list[str]:
    """What must never be: a picture without its file, a file without a picture, a wrong count."""
    from albums.models import Derivative, Motion, Picture
    from storage.care.reconciliation import find_differences
    from storage.models import StoredFile

    orphans = StoredFile.objects.filter(state="stored")
    for rows in (Picture.objects, Motion.objects, Derivative.objects):
        orphans = orphans.exclude(pk__in=rows.values("file"))
    return [
        *(f"{one} has no file" for one in Picture.objects.exclude(file__state="stored")),
        *(f"{one} has no file" for one in Derivative.objects.exclude(file__state="stored")),
        *(f"film {one.pk} has no file" for one in Motion.objects.exclude(file__state="stored")),
        *(f"nothing needs file {one.pk}" for one in orphans),
        *(f"file {one.pk} is being written" for one in StoredFile.objects.filter(state="writing")),
        *map(str, find_differences()),
    ]


def stored(content: bytes) -> int:
    import hashlib

    from storage.models import StoredFile

    return StoredFile.objects.filter(sha256=hashlib.sha256(content).hexdigest(), state="stored").count()


def new_in_all() -> tuple[Counter, list[int], list[str]]:
    from albums.tests.helpers import photo

    outcomes, copies = Counter(), []
    for number in range(ROUNDS):
        content = photo(number)
        outcomes.update(at_once(*[upload(new_album(), content) for _ in range(THREADS)]))
        copies.append(stored(content))
    return outcomes, copies, faults()


def test_a_new_file_into_many_albums_at_once_is_stored_once(family):
    outcomes, copies, wrong = family(new_in_all)
    assert outcomes == {"added": THREADS * ROUNDS} and copies == [1] * ROUNDS and not wrong


def added_while_deleted() -> tuple[Counter, int, list[str]]:
    from albums.models import Picture

    # `deliver` does as a worker does: the next album shares derivatives too.
    from albums.tests.helpers import deliver, photo

    outcomes, shown = Counter(), 0
    for number in range(100, 100 + ROUNDS):
        content, album, other = photo(number), new_album(), new_album()
        outcomes.update([upload(album, content)()])
        if number % 2:
            deliver()
        outcomes.update(at_once(upload(other, content), delete(album)))
        shown += Picture.objects.filter(album=other, file__state="stored").count()
    return outcomes, shown, faults()


def test_an_album_is_deleted_while_its_file_is_added_to_another(family):
    outcomes, shown, wrong = family(added_while_deleted)
    assert outcomes == {"added": 2 * ROUNDS, "deleted": ROUNDS} and shown == ROUNDS and not wrong


def all_deleted() -> tuple[list[int], list[str]]:
    from albums.tests.helpers import deliver, photo

    left = []
    for number in range(200, 200 + ROUNDS):
        content, albums = photo(number), [new_album() for _ in range(THREADS)]
        for turn, album in enumerate(albums):
            upload(album, content)()
            if turn == 0 and number % 2:
                deliver()
        at_once(*map(delete, albums))
        left.append(stored(content))
    return left, faults()


@pytest.mark.wide
def test_all_albums_of_a_file_are_deleted_at_once(family):
    left, wrong = family(all_deleted)
    assert left == [0] * ROUNDS and not wrong


def films_deleted() -> tuple[Counter, list[str], list[str]]:
    from albums.films.tests.clips import small_mp4
    from albums.models import Picture
    from albums.tests.helpers import deliver

    outcomes, played = Counter(), []
    for number in range(FILM_ROUNDS):
        # Other bytes behind its end are another film, for the checksum.
        content, albums = small_mp4() + box(number), [new_album(), new_album(), new_album()]
        outcomes.update(upload(album, content)() for album in albums[:2])
        if number % 2:
            deliver_to(albums[0])()
        outcomes.update(at_once(upload(albums[2], content), deliver_to(albums[1]), delete(albums[0])))
        deliver()
        deliver()
        left = Picture.objects.filter(album__in=albums[1:], derivatives__variant="film")
        played.append(sorted(left.values_list("playing", flat=True)))
    return outcomes, played, faults()


def box(number: int) -> bytes:
    """Return an MP4's box that players skip."""
    return (12).to_bytes(4) + b"free" + number.to_bytes(4)


def deliver_to(album) -> Callable[[], str]:
    """Return what consumes the messages of an album's pictures, as a worker does."""
    from albums.models import Picture
    from outbox.consuming import HANDLERS, consume
    from outbox.models import Message

    def work() -> str:
        wanted = set(Picture.objects.filter(album=album).values_list("pk", flat=True))
        for message in Message.objects.filter(state__in=Message.OPEN).order_by("id"):
            if message.arguments.get("picture_id") in wanted:
                function = HANDLERS[message.task].function
                consume(function, uid=str(message.uid), arguments=message.arguments)
        return "delivered"

    return work


@pytest.mark.wide
@needs_ffmpeg
def test_an_album_is_deleted_while_its_film_is_adopted_and_shared(family):
    outcomes, played, wrong = family(films_deleted)
    assert outcomes == {"added": 3 * FILM_ROUNDS, "delivered": FILM_ROUNDS, "deleted": FILM_ROUNDS}
    assert played == [["ready", "ready"]] * FILM_ROUNDS and not wrong
