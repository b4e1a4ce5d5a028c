"""{% leaving_line %}: a calm line that tells a person that she leaves, or that the family album closes."""

from django import template

from accounts.services.leaving import waiting_for

register = template.Library()


@register.inclusion_tag("_leaving_line.html", takes_context=True)
def leaving_line(context) -> dict:
    """Show it to those who may contribute. Parents are told by their children, and not by a page."""
    user = context["user"]
    return {"leaving": waiting_for(user) if user.may_contribute else None}
