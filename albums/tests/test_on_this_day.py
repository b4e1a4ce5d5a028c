"""This day in other years, and what else lies open on Home."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from albums.home import open_book
from albums.models import Picture
from albums.on_this_day import find_picture
from albums.services.looks import add_looks, mark_seen
from albums.services.trash import trash_pictures
from albums.tests.helpers import make_pictures

TODAY = date(2026, 11, 28)


def taken(album, *at, **values) -> Picture:
    return make_pictures(album, 1, taken_at=datetime(*at, tzinfo=UTC), **values)[0]


def test_it_works(mother, album):
    """The newest earlier year, whatever the hour; never today."""
    taken(album, 2019, 11, 28, 0, 0)
    newest = taken(album, 2023, 11, 28, 23, 59)
    for other in ((2026, 11, 28, 9), (2024, 11, 27, 23, 59), (2024, 11, 29), (2023, 10, 28)):
        taken(album, *other)
    assert find_picture(mother, TODAY) == newest


@pytest.mark.parametrize("precision", ["month", "year"])
def test_a_day_that_nobody_knows(mother, album, precision):
    taken(album, 2019, 11, 1, taken_precision=precision)
    assert find_picture(mother, date(2026, 11, 1)) is None


def test_what_cannot_be_shown(mother, album, stranger):
    taken(album, 2019, 11, 28, state="waiting")
    trash_pictures([taken(album, 2020, 11, 28)])
    assert find_picture(mother, TODAY) is None
    taken(album, 2021, 11, 28)
    assert find_picture(stranger, TODAY) is None


def test_a_leap_day(mother, album):
    leap = taken(album, 2024, 2, 29)
    taken(album, 2023, 2, 28)
    assert find_picture(mother, date(2028, 2, 29)) == leap


def test_what_lies_open(mother, jieun, album):
    """What is new; then this day; then where she stopped; then nothing."""
    assert open_book(mother) is None
    today = timezone.localdate()
    [picture] = make_pictures(album, 1, uploaded_by=jieun)
    add_looks(picture)
    book = open_book(mother)
    assert (book.kind, book.count, book.who, book.picture) == ("new", 1, "Jieun", picture)
    mark_seen(person=mother, picture_ids=[picture.public_id])
    assert (open_book(mother).kind, open_book(mother).picture) == ("visit", picture)
    year = today.year - 4 if (today.month, today.day) == (2, 29) else today.year - 3
    then = taken(album, year, today.month, today.day)
    cache.clear()  # Asked for once an hour.
    book = open_book(mother)
    assert (book.kind, book.years, book.picture) == ("day", today.year - year, then)
