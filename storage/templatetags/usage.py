"""{% family_usage %}: show the space that a person's family uses, and whether every photo is in all storages."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from picup.core.sizes import size_in_words
from storage.forms import LimitForm
from storage.safety import family_safety

register = template.Library()
register.filter("size_in_words", size_in_words)
# "N days ago" is shown for so many days, then a date: nobody counts back farther.
CLEAR_DAYS = 30


@register.filter
def grouped(number: int) -> str:
    """Return a number with its digits grouped: 4,312."""
    return number_format(number, force_grouping=True)


@register.filter
def checked(day: date) -> str:
    """Return in words on which day the photos were last verified."""
    days = (timezone.localdate() - day).days
    if days <= 0:
        return _("checked today")
    if days == 1:
        return _("checked yesterday")
    if days <= CLEAR_DAYS:
        return _("checked %(days)d days ago") % {"days": days}
    return _("checked on %(date)s") % {"date": date_format(day)}


@register.inclusion_tag("_usage.html", takes_context=True)
def family_usage(context, unseen: int = 0) -> dict:
    """Return the context of `_usage.html`, for the family of the signed-in person.

    `unseen` is how many of its photos cannot be shown, though they are safe.
    """
    user = context["user"]
    safety = family_safety(user.family_id)
    return {
        "safety": safety,
        "unseen": unseen,
        "user": user,
        "csrf_token": context.get("csrf_token"),
        "form": LimitForm(usage=safety.usage),
    }
