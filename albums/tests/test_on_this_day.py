"""This day in other years, and what else lies open on Home."""

from datetime import UTC, date, datetime

import pytest

from albums.models import Picture
from albums.on_this_day import find_picture
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
