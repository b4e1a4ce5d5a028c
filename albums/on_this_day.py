"""A photo that was taken on this day of an earlier year."""

from datetime import UTC, date, datetime, timedelta

from accounts.models import User
from albums.models import Picture
from albums.years import album_keys, in_chunks, list_years

UNKNOWN_DAY = (Picture.Precision.YEAR, Picture.Precision.MONTH)
# Looked at of one day, until one of them can be shown.
SOME = 50


def find_picture(person: User, today: date) -> Picture | None:
    """Return a photo of this day in the newest earlier year that has one, or None.

    Each of the family's years is asked by itself: one range of the index for each album.
    """
    albums = album_keys(person)
    for year in list_years(person):
        day = same_day(today, year)
        if day and year < today.year and (picture := find_on(albums, day)):
            return picture
    return None


def find_on(albums: list[int], day: datetime) -> Picture | None:
    """Return a ready photo of a day, of which the day is known."""
    for keys in in_chunks(albums):
        taken = Picture.objects.filter(
            album_id__in=keys, trashed_at=None, taken_at__gte=day, taken_at__lt=day + timedelta(days=1)
        )
        for picture in taken.order_by("album_id", "taken_at")[:SOME]:
            if picture.is_ready and picture.taken_precision not in UNKNOWN_DAY:
                return picture
    return None


def same_day(today: date, year: int) -> datetime | None:
    """Return the beginning of this day in a year. None for a 29 February that was not."""
    try:
        return datetime(year, today.month, today.day, tzinfo=UTC)
    except ValueError:
        return None
