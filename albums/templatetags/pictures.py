"""{% photo picture "page" "92vw" %}: a photo at the right size, or a placeholder of the same shape."""

import unicodedata

from django import template
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from albums.models import FIRST, VARIANTS, Album, Picture
from albums.spreads import is_panorama

register = template.Library()
# Placeholders that static/fill.js asks about in one request, and the most that the view `album_ready` answers.
READY_AT_ONCE = 32
# Width by height, in hundredths.
LYING_FROM = 130


@register.simple_tag
def ready_from(album: Album) -> SafeString:
    """Return the attributes that tell static/fill.js where to ask for an album's photos, and for how many."""
    url = reverse("album_ready", args=[album.public_id])
    return format_html('data-ready-url="{}" data-ready-at-once="{}"', url, READY_AT_ONCE)


@register.filter
def shape(picture: Picture) -> str:
    """Return the classes that tell static/album.css a photo's width by its height, in hundredths and rounded down.

    Classes, because the policy for content allows no style in the page: "u1 t3 h3" is 1.33. A photo that leaves room
    for its words on an upright phone is "lying" too.
    """
    hundredths = min(999, max(10, picture.width * 100 // max(1, picture.height)))
    classes = f"u{hundredths // 100} t{hundredths // 10 % 10} h{hundredths % 10}"
    return f"{classes} lying" if hundredths >= LYING_FROM else classes


@register.filter
def film_length(picture: Picture) -> str:
    """Return how long a film is, in words: "1 min 20 s". Blank for a photo's."""
    if not picture.is_film or not picture.duration:
        return ""
    minutes, seconds = divmod(max(1, round(picture.duration / 1000)), 60)
    if not minutes:
        return _("%(seconds)d s") % {"seconds": seconds}
    if not seconds:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": seconds}


@register.filter
def columns(text: str) -> int:
    """Return how many columns a text takes, where a Latin letter takes one and a Hangul syllable two.

    Source: Unicode Standard Annex #11, East Asian Width.
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


@register.filter
def is_broad(picture: Picture | None) -> bool:
    """Return whether a photo is a panorama, of which a window of the usual shape would cut too much off."""
    return picture is not None and is_panorama(picture)


@register.inclusion_tag("_photo.html")
def photo(picture: Picture, variant: str, sizes: str, eager: bool = False, named: bool = False) -> dict:
    """Show a photo. See `photo_context` for the arguments.

    `named` says that its name stands beside it: the `alt` is blank then, so that a screen reader does not repeat it.
    """
    return photo_context(picture, variant, sizes, eager) | ({"alt": ""} if named else {})


def photo_context(picture: Picture, variant: str, sizes: str, eager: bool = False) -> dict:
    """Return the context of `_photo.html`.

    `variant` names the largest rendering that the browser may choose from, `sizes` is the attribute of `<img>`. An
    `eager` photo is loaded at once, others when they come near the screen.
    """
    made = VARIANTS if picture.is_sharp else FIRST
    offered = [name for name in made if VARIANTS[name] <= VARIANTS[variant]]
    # Reverse one address for all: reversing takes a good part of a page's time.
    folder = reverse("picture_file", args=[picture.public_id, variant]).removesuffix(variant)
    urls = {name: folder + name for name in offered}
    return {
        "picture": picture,
        "ready": picture.is_ready,
        "damaged": picture.state == Picture.State.DAMAGED,
        "src": urls[offered[-1]],
        "srcset": ", ".join(f"{url} {width_of(picture, name)}w" for name, url in urls.items()),
        "sizes": sizes,
        "variant": variant,
        "width": picture.width,
        "height": picture.height,
        "alt": alt_text(picture),
        "eager": eager,
    }


# By precision: what `<time datetime>` says (HTML, "date and time formats"). Without one: the day.
DATETIMES = {"year": "Y", "month": "Y-m"}


@register.filter
def when(picture: Picture) -> SafeString | str:
    """Return the date of a photo as far as it is known, or the day on which it was added if nobody knows it."""
    if picture.taken_at:
        exact = DATETIMES.get(picture.taken_precision, "Y-m-d")
        # A wall-clock time stored as UTC (albums/models/wall_clock.py): convert it to no zone.
        return format_html(
            '<time datetime="{}">{}</time>',
            dateformat.format(picture.taken_at, exact),
            date_in_words(picture),
        )
    added = _("Added on %(day)s") % {
        "day": date_format(timezone.localtime(picture.created_at), "DATE_FORMAT")
    }
    return format_html('<span class="uploaded">{}</span>', added)


def date_in_words(picture: Picture) -> str:
    """Return when a dated picture was taken, in words: "1985", "July 1993" or "June 16, 2018"."""
    forms = {
        "year": pgettext("Django's format of a date of which the year is known", "Y"),
        "month": "YEAR_MONTH_FORMAT",
    }
    assert picture.taken_at, "only of a dated picture"
    return date_format(picture.taken_at, forms.get(picture.taken_precision, "DATE_FORMAT"))


def width_of(picture: Picture, variant: str) -> int:
    """Return the width in pixels of a picture's rendering, which is never larger than the picture."""
    long_edge = max(picture.width, picture.height)
    return max(1, round(picture.width * min(1, VARIANTS[variant] / long_edge)))


@register.filter
def alt_text(picture: Picture) -> str:
    """Return the text in place of a photo: its caption, else its day."""
    if picture.caption:
        return picture.caption
    if picture.is_film and picture.taken_at:
        return _("Film of %(date)s") % {"date": date_in_words(picture)}
    if picture.is_film:
        return _("Film")
    if picture.taken_at:
        return _("Photo of %(date)s") % {"date": date_in_words(picture)}
    return _("Photo")
