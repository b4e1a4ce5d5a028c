"""{{ moment|since_in_words }}: when something happened, as one tells it at the table."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
DAYS_IN_NUMBERS = 7


@register.filter
def since_in_words(moment: datetime) -> str:
    """Return "today", "yesterday", "3 days ago", or the date: by the family's calendar, not by hours."""
    day = timezone.localtime(moment).date()
    days = (timezone.localdate() - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < DAYS_IN_NUMBERS:
        return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
    return _("on %(date)s") % {"date": date_format(day, "DATE_FORMAT")}
