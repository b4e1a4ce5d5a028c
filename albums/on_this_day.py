"""A photo that was taken on this day of an earlier year."""

from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.models import User
from albums.models import Picture

# As far back as families have photos whose day is known.
YEARS = 60
UNKNOWN_DAY = (Picture.Precision.YEAR, Picture.Precision.MONTH)


def find_picture(person: User, today: date) -> Picture | None:
    """Return the newest photo of this day in earlier years, with its album, or None.

    One range of an index for each year and album.
    """
    days = [day for back in range(1, YEARS) if (day := same_day(today, back))]
    within = reduce(or_, (Q(taken_at__gte=day, taken_at__lt=day + timedelta(days=1)) for day in days))
    shown = Picture.objects.filter(
        within, album__family_id=person.family_id, album__trashed_at=None, trashed_at=None
    )
    known = shown.filter(state=Picture.State.READY).exclude(taken_precision__in=UNKNOWN_DAY)
    return known.select_related("album").order_by("-taken_at", "-id").first()


def same_day(today: date, back: int) -> datetime | None:
    """Return the beginning of this day so many years ago. None for a 29 February that was not."""
    try:
        return datetime(today.year - back, today.month, today.day, tzinfo=UTC)
    except ValueError:
        return None
