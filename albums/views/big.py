"""One photo as large as the window. It writes nothing."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.decorators import member_required
from albums.models import LARGE, Album, Derivative, Picture
from albums.selectors import get_picture
from albums.views.pages import neighbour, picture_url, read_number
from picup.core.pagination import Cursor

# Beyond this shape, in either direction, a photo is a strip at the size of the window: it is shown at full height.
STRIP = 2


@require_safe
@member_required
def picture_big(request, album_id, picture_id):
    """Show one photo on a dark ground, to be enlarged, with the next one of the album and the one before.

    Redirect to the photo's page if there is nothing to enlarge yet, and to a film's, where it is played.
    """
    picture = get_picture(request.user, album_id, picture_id)
    if not picture.is_ready or picture.is_film:
        return redirect(picture)
    album = picture.album
    number = read_number(request, album)
    shown = Picture.objects.filter(album=album, trashed_at=None)
    here = Cursor(picture.order_time, picture.pk, 0)
    following, preceding = (neighbour(shown, here, greater=greater) for greater in (True, False))
    # After the last photo, the first one; before the first one, the last.
    coming = following or shown.order_by("order_time", "pk").first() or picture
    coming_number = number and number + 1 if following else 1
    before = preceding or shown.order_by("-order_time", "-pk").first() or picture
    number_before = number and number - 1 if preceding else album.picture_count
    context = {
        "picture": picture,
        "next_url": big_url(album, coming, coming_number),
        "previous_url": big_url(album, before, number_before),
        "is_first": preceding is None,
        "is_last": following is None,
        "is_alone": album.picture_count == 1,
        "close_url": f"{picture_url(album, picture, number)}#photo",
        "strip": strip_of(picture),
        "has_large": Derivative.objects.filter(picture=picture, variant=LARGE).exists(),
    }
    return render(request, "picture_big.html", context)


def big_url(album: Album, picture: Picture, number: int | None) -> str:
    """Return the address of a picture's big view, with its number in the album if it is known."""
    url = reverse("picture_big", args=[album.public_id, picture.public_id])
    return f"{url}?n={number}" if number else url


def strip_of(picture: Picture) -> str:
    """Return "wide" or "tall" for a photo that is a strip, else a blank."""
    if picture.width >= STRIP * picture.height:
        return "wide"
    return "tall" if picture.height >= STRIP * picture.width else ""
