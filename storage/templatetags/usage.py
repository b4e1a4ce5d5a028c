"""{% family_usage %}: the space that the reader's family uses, and whether every photo is in two places."""

from django import template

from picup.sizes import size_in_words
from storage.forms import LimitForm
from storage.safety import family_safety

register = template.Library()
register.filter("size_in_words", size_in_words)


@register.inclusion_tag("_usage.html", takes_context=True)
def family_usage(context) -> dict:
    user = context["user"]
    safety = family_safety(user.family_id)
    return {
        "safety": safety,
        "user": user,
        "csrf_token": context.get("csrf_token"),
        "form": LimitForm(usage=safety.usage),
    }
