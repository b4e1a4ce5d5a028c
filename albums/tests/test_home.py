"""The book that lies open on Home: from the cache, and never of yesterday."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from albums.fragments import ALBUMS_ON_SHELF, shelf_versions
from albums.home import book_on_home
from albums.models import Album, Picture
from albums.new_pictures import MOST
from albums.services.albums import create_album
from albums.services.looks import add_looks, mark_seen
from albums.services.trash import trash_pictures
from albums.tests.helpers import make_pictures


def lies_open(person) -> str:
    return book_on_home(person, shelf_versions(person))


def add_new(album, jieun, count: int = 1) -> list[Picture]:
    pictures = make_pictures(album, count, uploaded_by=jieun)
    for picture in pictures:
        add_looks(picture)
    return pictures


def test_it_works(mother, jieun, album):
    """What is new; then this day; then where she stopped; then nothing."""
    assert lies_open(mother) == ""
    [picture] = add_new(album, jieun)
    book = lies_open(mother)
    assert "See 1 new photo" in book and "Jieun added it today" in book and picture.public_id in book
    make_pictures(album, 1, uploaded_by=jieun)  # Seen; and so there is something to go on to.
    mark_seen(person=mother, picture_ids=[picture.public_id])
    assert "Go on where you stopped" in lies_open(mother)
    today = timezone.localdate()
    year = today.year - 4 if (today.month, today.day) == (2, 29) else today.year - 3
    [then] = make_pictures(album, 1, taken_at=datetime(year, today.month, today.day, tzinfo=UTC))
    cache.clear()  # Asked for once an hour.
    assert f"Today, {today.year - year} years ago" in lies_open(mother) and then.public_id in lies_open(
        mother
    )


def test_who_added_the_new_photos(mother, jieun, minsu, album):
    [first] = add_new(album, jieun)
    assert "Jieun added it today." in lies_open(mother)
    add_new(album, jieun)
    assert "Jieun added these today." in lies_open(mother)
    Picture.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(days=3))
    cache.clear()  # Read again in some minutes.
    assert "Jieun added these, the last one today." in lies_open(mother)
    add_new(album, minsu)
    assert "Minsu and others added these, the last one today." in lies_open(mother)


def test_from_the_cache(mother, jieun, album, django_assert_num_queries):
    add_new(album, jieun)
    versions, first = shelf_versions(mother), lies_open(mother)
    with django_assert_num_queries(1):
        assert book_on_home(mother, versions) == first


def test_each_has_her_own(mother, minsu, jieun, stranger, album):
    [picture] = add_new(album, jieun)
    mark_seen(person=minsu, picture_ids=[picture.public_id])
    assert "See 1 new photo" in lies_open(mother)
    assert "See" not in lies_open(minsu) and lies_open(stranger) == ""


def test_what_she_has_seen_is_not_new(mother, jieun, album):
    pictures = add_new(album, jieun, 3)
    for left, picture in zip((3, 2, 1), pictures, strict=True):
        assert f"See {left} new photo" in lies_open(mother)
        mark_seen(person=mother, picture_ids=[picture.public_id])
    assert "See" not in lies_open(mother)


@pytest.mark.parametrize("newer_albums", [0, ALBUMS_ON_SHELF + 2])
def test_a_photo_in_the_trash_is_not_shown(mother, jieun, album, newer_albums):
    """Also one of an album that is not on the shelf's first page, whose version is not asked for."""
    old, new = add_new(album, jieun, 2)
    for number in range(newer_albums):
        make_pictures(create_album(person=jieun, title=f"{number}", description=""), 1)
    Album.objects.exclude(pk=album.pk).update(shelved_at=timezone.now() + timedelta(minutes=1))
    assert "See 2 new photos" in lies_open(mother) and new.public_id in lies_open(mother)
    trash_pictures([new])
    assert "See 1 new photo" in lies_open(mother) and old.public_id in lies_open(mother)


def test_the_number_also_with_many_in_the_trash(mother, jieun, album):
    *trashed, one, _, _ = add_new(album, jieun, MOST + 3)
    trash_pictures(trashed)
    assert "See 3 new photos" in lies_open(mother)
    mark_seen(person=mother, picture_ids=[one.public_id])
    assert "See 2 new photos" in lies_open(mother)
