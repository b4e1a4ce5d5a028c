"""{{ album|period }}: when an album's photos were taken, in a few words, as one writes it on a spine."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from albums.models import Album

register = template.Library()


@register.filter
def period(album: Album) -> str:
    """Return "May 2025", "Spring 2025", "2025" or "2019 to 2025". Blank if no month is known of any photo."""
    first, last = album.first_taken_at, album.last_taken_at
    if not first or not last:
        return ""
    if (first.year, first.month) == (last.year, last.month):
        return date_format(first, "YEAR_MONTH_FORMAT", use_l10n=True)
    if first.year != last.year:
        return pgettext("years", "%(first)s to %(last)s") % {"first": first.year, "last": last.year}
    return season(first, last) or pgettext("a year alone", "%(year)s") % {"year": first.year}


def season(first: datetime, last: datetime) -> str:
    """Return the season and year of two dates of one year. Blank if they are of different ones.

    December and the January before it are both winter, but of different years' ends.
    """
    names = {1: _("Spring %(year)s"), 2: _("Summer %(year)s"), 3: _("Autumn %(year)s")}
    number = (first.month // 3, last.month // 3)
    winter = _("Winter %(year)s")
    if number[0] != number[1]:
        return ""
    return names.get(number[0], winter) % {"year": first.year}
