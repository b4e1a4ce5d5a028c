"""{% photo picture "page" "92vw" %}: a photo at the right size, or a calm placeholder of its shape."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from albums.models import VARIANTS, Album, Picture

register = template.Library()
# Placeholders that static/fill.js asks about in one request, and the most that the view `album_ready` answers.
READY_AT_ONCE = 32


@register.simple_tag
def ready_from(album: Album) -> SafeString:
    """Return the attributes that tell static/fill.js where to ask for an album's photos, and for how many."""
    url = reverse("album_ready", args=[album.public_id])
    return format_html('data-ready-url="{}" data-ready-at-once="{}"', url, READY_AT_ONCE)


@register.inclusion_tag("_photo.html")
def photo(picture: Picture, variant: str, sizes: str, eager: bool = False, named: bool = False) -> dict:
    """`named`: its name stands beside it, and a screen reader must not say it twice."""
    return photo_context(picture, variant, sizes, eager) | ({"alt": ""} if named else {})


def photo_context(picture: Picture, variant: str, sizes: str, eager: bool = False) -> dict:
    """`variant` is the largest rendering that the browser may choose from."""
    offered = [name for name in VARIANTS if VARIANTS[name] <= VARIANTS[variant]]
    # One look-up for all: reversing is a good part of a page's time.
    folder = reverse("picture_file", args=[picture.public_id, variant]).removesuffix(variant)
    urls = {name: folder + name for name in offered}
    return {
        "picture": picture,
        "ready": picture.is_ready,
        "damaged": picture.state == Picture.State.DAMAGED,
        "src": urls[variant],
        "srcset": ", ".join(f"{url} {width_of(picture, name)}w" for name, url in urls.items()),
        "sizes": sizes,
        "variant": variant,
        "width": picture.width,
        "height": picture.height,
        "alt": describe(picture),
        "eager": eager,
    }


@register.filter
def when(picture: Picture) -> str:
    """A photo's day in words. Without a date: when it came into the album, and said so."""
    if picture.taken_at:
        # A wall clock kept as UTC: shown as it is, in no zone.
        return date_format(picture.taken_at, "DATE_FORMAT")
    return _("Added on %(day)s") % {"day": date_format(timezone.localtime(picture.created_at), "DATE_FORMAT")}


def width_of(picture: Picture, variant: str) -> int:
    """The width in pixels of a rendering, which is never larger than its picture."""
    long_edge = max(picture.width, picture.height)
    return max(1, round(picture.width * min(1, VARIANTS[variant] / long_edge)))


def describe(picture: Picture) -> str:
    if picture.caption:
        return picture.caption
    if picture.taken_at:
        return _("Photo of %(date)s") % {"date": date_format(picture.taken_at, "DATE_FORMAT")}
    return _("Photo")
