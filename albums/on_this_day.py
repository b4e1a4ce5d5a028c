"""A photo that was taken on this day of an earlier year."""

from datetime import UTC, date, datetime, timedelta

from accounts.models import User
from albums.models import Picture
from albums.years import album_keys, in_chunks, spans_of

UNKNOWN_DAY = (Picture.Precision.YEAR, Picture.Precision.MONTH)
ONE_DAY = timedelta(days=1)
# Looked at of one day, until one of them can be shown.
SOME = 50


def find_picture(person: User, today: date) -> Picture | None:
    """Return a photo of this day in the newest earlier year that has one, or None.

    Each year is asked by itself: one range of the index for each album that reaches over this day of it.
    """
    spans = list(spans_of(album_keys(person)))
    earliest = min((first.year for _, first, _ in spans), default=today.year)
    for year in range(today.year - 1, earliest - 1, -1):
        day = same_day(today, year)
        albums = [album for album, first, last in spans if day and first < day + ONE_DAY and last >= day]
        if day and (picture := find_on(albums, day)):
            return picture
    return None


def find_on(albums: list[int], day: datetime) -> Picture | None:
    """Return a ready photo of a day, of which the day is known."""
    for keys in in_chunks(albums):
        taken = Picture.objects.filter(
            album_id__in=keys, trashed_at=None, taken_at__gte=day, taken_at__lt=day + ONE_DAY
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
