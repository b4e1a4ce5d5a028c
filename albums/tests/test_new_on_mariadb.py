"""What is new to a person on a real MariaDB, among many photos: what the server reads for Home and for a page of /new/.

Functions import Django and models themselves, as in test_paging_on_mariadb.py.
"""

import pytest

from albums.tests.test_paging_on_mariadb import entries_read
from deploy.local.tests.filled import filled

pytest.importorskip("MySQLdb")
PICTURES, ALBUMS, UNSEEN = 20_000, 20, 5_000
PERSON = 2
# A hundred looks with their pictures and albums, which are counted; half as many that were seen in this walk.
ENTRIES_AT_MOST = 700


@pytest.fixture(scope="module")
def archive(mariadb_primary, tmp_path_factory):
    """`archive(function)` calls it where a mother has not seen UNSEEN of her family's PICTURES."""
    with filled(mariadb_primary, tmp_path_factory.mktemp("archive"), fill) as call:
        yield call


def fill() -> None:
    from django.db import connection
    from django.utils import timezone

    from accounts.models import User
    from albums.models import Look, Picture
    from bench.archive import filling

    filling.fill(1, ALBUMS, PICTURES)
    User.objects.create(
        pk=PERSON, family_id=1, display_name="엄마", role="viewer", email="mother@example.com"
    )
    ids = Picture.objects.order_by("id").values_list("id", flat=True)
    seen = [timezone.now()] * (PICTURES - UNSEEN) + [None] * UNSEEN
    Look.objects.bulk_create(
        (Look(person_id=PERSON, picture_id=id, seen_at=at) for id, at in zip(ids, seen, strict=True)),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE TABLE albums_look")


def unseen_ids() -> list[int]:
    from albums.models import Look

    looks = Look.objects.filter(person_id=PERSON, seen_at=None)
    return list(looks.order_by("id").values_list("id", flat=True))


def costs() -> dict[str, int]:
    from django.utils import timezone

    from accounts.models import User
    from albums import new_pictures
    from albums.models import Look
    from picup.core.pagination import Cursor

    mother, ids, began = User.objects.get(pk=PERSON), unseen_ids(), timezone.now()
    places = {"first": 0, "middle": ids[UNSEEN // 2], "last": ids[-2]}
    found = {
        name: entries_read(lambda id=id: new_pictures.turn(mother, Cursor(began, id, 9)))
        for name, id in places.items()
    }
    for id in ids[: UNSEEN // 2]:
        Look.objects.filter(pk=id).update(seen_at=timezone.now())
    half = Cursor(began, ids[UNSEEN // 2 - 1], UNSEEN // 2)
    found |= {
        "Home": entries_read(lambda: new_pictures.find_new(mother)),
        "where she is": entries_read(lambda: new_pictures.turn(mother, half)),
        "the end": entries_read(lambda: new_pictures.find_last(mother, half)),
        "for no script": entries_read(lambda: new_pictures.shown_until(mother, half)),
    }
    Look.objects.filter(pk__in=ids).update(seen_at=None)
    return found


@pytest.mark.wide
def test_a_page_of_many_new_photos_reads_as_little_as_of_few(archive):
    found = archive(costs)
    print(found)
    assert max(found.values()) <= ENTRIES_AT_MOST, found


def costs_in_trash() -> dict[str, int]:
    """Nothing that she has not seen is shown: half of it lies in the trash alone, half with its albums."""
    from accounts.models import User
    from albums import new_pictures
    from albums.models import Album, Look, Picture
    from albums.services.put_away import follow_album
    from albums.services.trash import restore_album, restore_pictures, trash_album, trash_pictures
    from outbox.consuming import Delivery

    mother, before = User.objects.get(pk=PERSON), unseen_ids()
    albums = list(Album.objects.order_by("pk"))
    singles = list(Picture.objects.filter(looks__in=before, album__in=albums[::2]))
    trash_pictures(singles)
    for album in albums[1::2]:
        trash_album(album)
        follow_album(Delivery("none"), album.pk, 0)
    found = {
        "Home": entries_read(lambda: new_pictures.find_new(mother)),
        "its version": entries_read(lambda: new_pictures.unseen_version(mother)),
        "the first page": entries_read(lambda: new_pictures.turn(mother, new_pictures.begin())),
        "singles": len(singles),
    }
    restore_pictures(singles)
    for album in albums[1::2]:
        restore_album(album)
        follow_album(Delivery("none"), album.pk, 0)
    changed = Look.objects.filter(pk__in=set(before) ^ set(unseen_ids()), picture__trashed_at=None)
    return found | {"lost": changed.count()}


def test_what_lies_in_the_trash_is_not_read(archive):
    found = archive(costs_in_trash)
    print(found)
    assert UNSEEN > found.pop("singles") > 0 and found.pop("lost") == 0
    assert max(found.values()) <= ENTRIES_AT_MOST, found
