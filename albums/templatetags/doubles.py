"""{% doubles_line %}: how many pictures the family has twice, with the way to them."""

from django import template

from albums.services.doubles import open_doubles

register = template.Library()
# More are not counted: a family that sends its whole archive again may have thousands.
MOST = 100


@register.inclusion_tag("_doubles_line.html", takes_context=True)
def doubles_line(context) -> dict:
    count = open_doubles(context["user"].family_id)[: MOST + 1].count()
    return {"count": min(count, MOST), "is_more": count > MOST}
