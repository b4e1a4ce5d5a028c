"""{% album_troubles album_id %} and {% family_troubles %}: name the photos that cannot be seen, and the way back."""

from django import template
from django.db.models import Count, QuerySet, Window

from albums.models import Picture
from albums.troubles import count_damaged, find_damaged, find_lost

register = template.Library()
# So many are named.
MOST = 20


@register.simple_tag(takes_context=True)
def count_unseen(context) -> int:
    """Return how many photos of the family cannot be shown. The sentence about safety says so."""
    return count_damaged(context["user"])


@register.inclusion_tag("_troubles.html", takes_context=True)
def album_troubles(context, album_id: str) -> dict:
    """Show the photos of an album that the person sent and that cannot be shown; to an owner, everybody's."""
    return {"damaged": named(find_damaged(context["user"], album_id)), **of_page(context)}


@register.inclusion_tag("_troubles.html", takes_context=True)
def family_troubles(context) -> dict:
    """Show those of all albums, and the lost ones with them."""
    user = context["user"]
    return {
        "damaged": named(find_damaged(user)),
        "lost": named(find_lost(user)),
        "with_album": True,
        **of_page(context),
    }


def of_page(context) -> dict:
    return {"csrf_token": context.get("csrf_token")}


def named(pictures: QuerySet[Picture]) -> dict:
    """Return the pictures that are named, their number, and how many more there are."""
    first = list(pictures.annotate(of_all=Window(Count("pk")))[:MOST])
    return {
        "pictures": first,
        "count": len(first),
        "more": first[0].of_all - MOST if len(first) == MOST else 0,
    }
