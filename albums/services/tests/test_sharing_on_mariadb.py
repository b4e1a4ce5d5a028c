"""Many hands at once on one file of several albums, or on two with one picture, on a real MariaDB with real threads.

Functions import Django and models themselves: `family` calls them in a process that imports this module before Django
is set up there.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from albums.films.tests.clips import needs_ffmpeg
from albums.services.tests import doubles_at_once as doubles
from albums.services.tests.doubles_at_once import shown_in
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


@pytest.mark.wide
def test_an_album_is_deleted_while_its_file_is_added_to_another(family):
    outcomes, shown, wrong = family(added_while_deleted)
    assert outcomes == {"added": 2 * ROUNDS, "deleted": ROUNDS} and shown == ROUNDS and not wrong


def known_while_deleted() -> tuple[Counter, list[str]]:
    """Its bytes do not travel, and the only album that shows it is deleted for good."""
    from hashlib import sha256

    from accounts.models import User
    from albums.services.order import Sent
    from albums.services.uploads import add_known_file
    from albums.tests.helpers import photo

    outcomes = Counter()
    for number in range(300, 300 + ROUNDS):
        content, album, other = photo(number), new_album(), new_album()
        upload(album, content)()
        digest, person = sha256(content).hexdigest(), User.objects.get(pk=1)
        known = partial(add_known_file, person=person, album=other, sha256=digest, name="a.jpg", sent=Sent())
        result, _ = at_once(known, delete(album))
        outcomes.update([(result.status if result else "send it", shown_in(other), stored(content))])
    return outcomes, faults()


def test_an_album_is_deleted_while_its_file_is_added_by_its_checksum(family):
    outcomes, wrong = family(known_while_deleted)
    assert (
        outcomes.keys() <= {("added", 1, 1), ("send it", 0, 0)} and outcomes.total() == ROUNDS and not wrong
    )


def all_deleted() -> tuple[list[int], int, list[str]]:
    from django.db.models import Max

    from albums.tests.helpers import deliver, photo
    from outbox.consuming import HANDLERS, consume
    from outbox.models import Message
    from storage.models import FileCopy

    left, before = [], Message.objects.aggregate(last=Max("pk"))["last"] or 0
    for number in range(200, 200 + ROUNDS):
        content, albums = photo(number), [new_album() for _ in range(THREADS)]
        for turn, album in enumerate(albums):
            upload(album, content)()
            if turn == 0 and number % 2:
                deliver()
        at_once(*map(delete, albums))
        left.append(stored(content))
    deletions = Message.objects.filter(pk__gt=before, task="storage.delete_files")
    files = Counter(pk for message in deletions for pk in message.arguments["file_ids"])
    for message in deletions:
        consume(HANDLERS[message.task].function, uid=str(message.uid), arguments=message.arguments)
    left.append(FileCopy.objects.filter(file__in=files).count())
    return left, max(files.values()), faults()


@pytest.mark.wide
def test_all_albums_of_a_file_are_deleted_at_once(family):
    left, deleted, wrong = family(all_deleted)
    assert left == [0] * ROUNDS + [0] and deleted == 1 and not wrong


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


def in_two_files(work: Callable, *more: Callable) -> tuple:
    return work(upload, new_album, *more), faults()


def test_the_same_picture_in_files_that_come_at_once_is_found(family):
    (outcomes, pairs), wrong = family(in_two_files, (doubles.met_at_once,))
    assert set(outcomes) == {"added"} and not wrong
    assert pairs == [doubles.VARIANTS * (doubles.VARIANTS - 1) // 2] * len(pairs)


@pytest.mark.wide
def test_the_same_picture_in_files_that_are_looked_at_at_once_is_found(family):
    pairs, wrong = family(in_two_files, (doubles.looked_at_at_once,))
    assert pairs == [doubles.VARIANTS * (doubles.VARIANTS - 1) // 2] * doubles.ROUNDS and not wrong


def test_of_many_who_decide_at_once_one_decides(family):
    (heard, shown), wrong = family(in_two_files, (doubles.decided_at_once,))
    assert all(words in (["first"], ["second"], ["both"]) for words in heard), heard
    assert shown == [[1, 1]] * doubles.ROUNDS and not wrong


def test_one_is_kept_while_its_album_is_deleted(family):
    shown, wrong = family(in_two_files, (doubles.decided_while_deleted, delete))
    assert shown == [1] * doubles.ROUNDS and not wrong
