"""Pages of a large album on a real MariaDB: what the server reads for them, and who walks while others write.

ARCHIVE_PICTURES (default 20,000) is how many pictures there are. Half of them, 100,000 at most, are in one album, in
bursts of equal times, its last fifth of one single time.

Functions import Django and models themselves: `archive` calls them in a process that imports this module before Django
is set up there.
"""

import os
import random
import threading
import uuid

import pytest

from bench.archive import RELAXED
from deploy.local.tests.filled import filled

pytest.importorskip("MySQLdb")
PICTURES = int(os.environ.get("ARCHIVE_PICTURES") or 20_000)
# Every so-many-th picture is in the album.
SHARE = max(2, PICTURES // 100_000)
ALBUM = PICTURES // SHARE
# What reading one page may cost: its places, its rows, and the entries that end a range.
ENTRIES_AT_MOST = 40
PAGE = 4
STEPS = 24
# Of the same picture in two files, that wait for a decision.
PAIRS = 500


@pytest.fixture(scope="module")
def archive(mariadb_primary, tmp_path_factory):
    """`archive(function)` calls it where the archive is the database."""
    if PICTURES > 1_000_000:
        # The tests' server is made for small databases.
        mariadb_primary.run(RELAXED)
    with filled(mariadb_primary, tmp_path_factory.mktemp("archive"), fill) as call:
        yield call


def fill() -> None:
    from bench.archive import filling, rows

    if PICTURES > 1_000_000:
        rows.log_nothing()
    filling.GIANT_SHARE = SHARE
    filling.fill(max(5, PICTURES * 3 // 100_000), max(50, PICTURES * 3 // 10_000), PICTURES)


def shown():
    from albums.models import Picture
    from bench.archive.filling import GIANT

    return Picture.objects.filter(album_id=GIANT, trashed_at=None)


def entries_read(call) -> int:
    """Index entries and rows that the server's engine looked at for `call()`, wanted or not."""
    before = looked_at()
    call()
    return looked_at() - before


def looked_at() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW SESSION STATUS LIKE 'Handler_%'")
        counts = {name: int(value) for name, value in cursor.fetchall()}
    # An entry that a pushed index condition refuses is counted nowhere else.
    return sum(
        count
        for name, count in counts.items()
        if name.startswith("Handler_read_") or name == "Handler_icp_attempts"
    )


def costs_of_pages() -> dict[str, int]:
    from albums.views.pages import compute_number
    from picup.core.pagination import Cursor, turn_page

    places = shown().order_by("order_time", "id")
    count = places.count()
    costs = {"first": entries_read(lambda: turn_page(shown(), time="order_time", size=PAGE))}
    # In the bursts, near the beginning of the long time of equals, in its midst, at the far end.
    for share in (0.02, 0.5, 0.81, 0.9, 0.999):
        picture = places[int(count * share)]
        place = Cursor(picture.order_time, picture.pk, int(count * share))
        for way in ("after", "before"):
            turn = {"size": PAGE, "time": "order_time", way: str(place)}
            costs[f"{way} {share}"] = entries_read(lambda turn=turn: turn_page(shown(), **turn))
    costs["counted"] = entries_read(lambda: compute_number(shown(), place, count))
    return costs


def test_the_far_end_reads_no_more_than_the_first_page(archive):
    costs = archive(costs_of_pages)
    # As far as COUNT_AT_MOST, from both ends, into a temporary table and out of it.
    assert costs.pop("counted") <= 4 * 10_000 + 100
    assert max(costs.values()) <= ENTRIES_AT_MOST, costs


def costs_of_troubles() -> dict[str, int]:
    from accounts.models import User
    from albums import troubles
    from albums.models import Album, Picture
    from bench.archive.filling import GIANT
    from storage.models import StoredFile

    album = Album.objects.get(pk=GIANT)
    owner = User(family_id=album.family_id, role="owner")
    broken, lost = shown().order_by("order_time")[ALBUM // 2 : ALBUM // 2 + 2]
    Picture.objects.filter(pk=broken.pk).update(state="damaged")
    StoredFile.objects.filter(pk=lost.file_id).update(places="backup!,main!")
    finders = {
        "damaged": lambda: troubles.find_damaged(owner),
        "of the album": lambda: troubles.find_damaged(owner, album.public_id),
        "told by the album": lambda: troubles.has_damaged(album),
        "counted": lambda: troubles.count_damaged(owner),
        "lost": lambda: troubles.find_lost(owner),
    }
    assert [each.pk for each in finders["damaged"]()] == [broken.pk]
    assert [each.pk for each in finders["lost"]()] == [lost.pk]
    costs = {name: entries_read(find) for name, find in finders.items()}
    Picture.objects.filter(pk=broken.pk).update(state="ready")
    return costs


def test_what_cannot_be_seen_is_found_among_many(archive):
    """Asked on every page of an album by who may contribute."""
    costs = archive(costs_of_troubles)
    assert max(costs.values()) <= ENTRIES_AT_MOST, costs


def costs_of_doubles() -> dict[str, int]:
    from django.db.models import QuerySet

    from albums.doubles import compare
    from albums.models import Double, Picture
    from albums.services.doubles import note_doubles, open_doubles
    from albums.services.fingerprints import unknown_pictures
    from albums.views.doubles import ON_PAGE
    from picup.core.pagination import turn_page

    QuerySet(Picture).update(fingerprint="")
    pictures = list(shown().select_related("album").order_by("pk")[: 2 * PAIRS])
    family_id = pictures[0].album.family_id
    Double.objects.bulk_create(
        Double(family_id=family_id, first_id=one.file_id, second_id=two.file_id)
        for one, two in zip(pictures[::2], pictures[1::2], strict=True)
    )
    QuerySet(Picture).filter(pk__in=[pictures[0].pk, pictures[9].pk]).update(fingerprint="f" * 32)
    pictures[0].fingerprint = "f" * 32
    pairs = open_doubles(family_id).select_related("first", "second")

    def turn(after=""):
        page = turn_page(pairs, time="found_at", size=ON_PAGE, newest_first=True, after=after)
        assert len(compare(family_id, page.items)) == ON_PAGE
        return page

    second = str(turn().next)
    costs = {
        "a page": entries_read(turn),
        "another page": entries_read(lambda: turn(second)),
        "an upload": entries_read(lambda: note_doubles(pictures[0])),
        "another upload": entries_read(lambda: note_doubles(Picture(fingerprint="e" * 32))),
        "nobody has to be looked at": entries_read(lambda: list(unknown_pictures()[:9])),
        "one is decided": entries_read(lambda: open_doubles(family_id).filter(pk=1).exists()),
    }
    Double.objects.all().delete()
    return costs


def test_the_same_picture_twice_is_found_among_many(archive):
    costs = archive(costs_of_doubles)
    print(costs)
    # Of each pair of a page: both files, their pictures and albums, asked for twice.
    assert max(costs.pop("a page"), costs.pop("another page")) <= 6 * ENTRIES_AT_MOST, costs
    assert max(costs.values()) <= ENTRIES_AT_MOST, costs


def plans_beyond() -> list[dict]:
    """MariaDB's plan of the first query of a page: that of its places."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from picup.core.pagination import Cursor, turn_page

    picture = shown().order_by("order_time", "id")[ALBUM // 2]
    place, plans = str(Cursor(picture.order_time, picture.pk, 9)), []
    for way in ("after", "before"):
        with CaptureQueriesContext(connection) as queries:
            turn_page(shown(), time="order_time", size=PAGE, **{way: place})
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + queries[0]["sql"])
            names = [column[0] for column in cursor.description]
            plans += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return plans


def test_places_come_from_the_index_alone(archive):
    """Else MariaDB walks from the album's beginning, once the album is large enough (100,000 pictures). `key_len`:
    the range is one of all four columns of the index, so it begins exactly at the cursor."""
    for plan in archive(plans_beyond):
        assert (plan["type"], plan["key"], plan["key_len"]) == ("range", "pictures_in_order", "33"), plan
        assert plan["Extra"] == "Using where; Using index", plan


def walk_while_others_write(seed: int) -> dict[str, int]:
    """Both ways through the whole album while three threads add, delete, trash and bring back."""
    from django.db import connection

    from picup.core.pagination import turn_page

    ids = list(shown().values_list("pk", flat=True))
    moved = set(random.Random(seed).sample(ids, len(ids) // 10))
    stop, wrote = threading.Event(), [0, 0, 0]
    threads = [
        threading.Thread(target=meddle, args=(seed + number, sorted(moved)[number::3], stop, wrote, number))
        for number in range(3)
    ]
    for thread in threads:
        thread.start()
    try:
        page = turn_page(shown(), time="order_time", size=STEPS)
        forward = [item.pk for item in page.items]
        while page.next:
            page = turn_page(shown(), time="order_time", size=STEPS, after=str(page.next))
            forward += [item.pk for item in page.items]
        backward = [item.pk for item in page.items][::-1]
        while page.previous:
            page = turn_page(shown(), time="order_time", size=STEPS, before=str(page.previous))
            # The first page is always whole: it may begin the one that we come from.
            known = set(backward[-STEPS:]) if page.previous is None else set()
            backward += [item.pk for item in page.items if item.pk not in known][::-1]
    finally:
        stop.set()
        [thread.join() for thread in threads]
    connection.close()
    stayed = set(ids) - moved
    return {
        "stayed": len(stayed),
        "written": min(wrote),
        **{
            f"skipped {way}": len(stayed - set(seen))
            for way, seen in (("forward", forward), ("backward", backward))
        },
        "twice forward": len(forward) - len(set(forward)),
        "twice backward": len(backward) - len(set(backward)),
    }


def meddle(seed: int, ids: list[int], stop: threading.Event, wrote: list[int], number: int) -> None:
    """Adds among equal times, deletes what it added, puts away and brings back what was there."""
    from django.db import connection
    from django.utils import timezone

    from albums.models import Picture
    from storage.models import StoredFile

    chance, added = random.Random(seed), []
    while not stop.is_set():
        picture = Picture.objects.get(pk=chance.choice(ids))
        Picture.objects.filter(pk=picture.pk).update(
            trashed_at=None if picture.trashed_at else timezone.now()
        )
        file = StoredFile.objects.create(family_id=1, kind="original", content_type="image/jpeg")
        added.append(
            Picture.objects.create(
                album_id=picture.album_id,
                file=file,
                sha256=uuid.uuid4().hex,
                order_time=picture.order_time,
                width=1,
                height=1,
            )
        )
        if len(added) > 20:
            added.pop(chance.randrange(20)).delete()
        wrote[number] += 1
    connection.close()


def test_nothing_is_skipped_or_seen_twice_while_others_write(archive):
    seen = archive(walk_while_others_write, (random.SystemRandom().randrange(10**6),))
    print(seen)
    assert seen["written"] >= 10 and seen["stayed"] > ALBUM * 2 // 3
    wrong = {name: count for name, count in seen.items() if name.startswith(("skipped", "twice")) and count}
    assert not wrong, seen
