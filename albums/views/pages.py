"""The pages that parents look at: the shelf, an album's page, a photo. None of them writes."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.decorators import member_required
from accounts.services import devices
from accounts.views import auth
from albums import fragments
from albums.fragments import PICTURES_ON_PAGE
from albums.models import Album, Picture
from albums.selectors import get_album, get_picture
from albums.templatetags.pictures import READY_AT_ONCE, photo_context
from picup.cache.get_or_build import Fragment
from picup.core.pagination import Cursor, beyond, read_beyond, turn_page

# From either end of the album: some milliseconds.
COUNT_AT_MOST = 10_000


@require_safe
def shelf(request):
    """The family's albums, the newest first; a welcome for whoever is not signed in."""
    if not request.user.is_authenticated:
        return auth.closed(request) if devices.is_closed_to(request) else render(request, "welcome.html")
    return show_shelf(request)


@member_required
def show_shelf(request):
    piece = fragments.shelf_fragment(request.user, **cursors(request))
    return show(request, "shelf.html", piece, family=request.user.family) if piece else redirect("shelf")


def cursors(request) -> dict[str, str]:
    return {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}


def show(request, template: str, piece: Fragment, **context):
    """Puts around a piece what is one person's."""
    return render(request, template, {"page": piece, **context})


@require_safe
@member_required
def album(request, album_id):
    piece = fragments.album_fragment(request.user, album_id, **cursors(request))
    # Else the photos after this place are gone.
    return show(request, "album.html", piece, album_id=album_id) if piece else redirect("album", album_id)


@require_safe
@member_required
def album_ready(request, album_id):
    """Answer in JSON which of the waiting pictures are ready, with their markup, and which are damaged."""
    album = get_album(request.user, album_id)
    ids = request.GET.get("pictures", "").split(",")[:READY_AT_ONCE]
    pictures = Picture.objects.filter(album=album, public_id__in=ids, trashed_at=None)
    sizes = request.GET.get("sizes", "100vw")[:200]
    variant = "page" if request.GET.get("variant") == "page" else "screen"
    ready = {
        picture.public_id: render_to_string("_photo.html", photo_context(picture, variant, sizes))
        for picture in pictures
        if picture.is_ready
    }
    damaged = [picture.public_id for picture in pictures if picture.state == Picture.State.DAMAGED]
    response = JsonResponse({"ready": ready, "damaged": damaged})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@member_required
def picture(request, album_id, picture_id):
    """One photo, with the one before and the one after, and the way back to its page of the album."""
    picture = get_picture(request.user, album_id, picture_id)
    album = picture.album
    place = Cursor(picture.order_time, picture.pk, 0)
    shown = Picture.objects.filter(album=album, trashed_at=None)
    following = turn_page(shown, time="order_time", size=1, after=str(place)).items
    number = read_number(request, album) or count_to(shown, place, album.picture_count)
    # Where nobody counts, the album's page says that it is in the middle.
    before = (number or album.picture_count // 2) - 1
    # Enough of the photos before this one to know where its page begins.
    on_page_before = before % PICTURES_ON_PAGE
    preceding = photos_before(shown, place, on_page_before + 1)
    return render(
        request,
        "picture.html",
        {
            "album": album,
            "picture": picture,
            "number": number,
            "count": album.picture_count,
            "previous_url": link(album, preceding[0], number and number - 1) if preceding else "",
            "next_url": link(album, following[0], number and number + 1) if following else "",
            "album_url": page_url(album, preceding, before, on_page_before),
        },
    )


def read_number(request, album: Album) -> int | None:
    """Links carry the photo's number, so that no page counts; a number that cannot be is not believed."""
    text = request.GET.get("n", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return number if 1 <= number <= album.picture_count else None


def count_to(pictures, place: Cursor, count: int) -> int | None:
    """The photo's number, counted from the nearer end of the album; None in the midst of a very large one."""
    before = beyond(pictures, place, "order_time", greater=False)[:COUNT_AT_MOST].count()
    if before < COUNT_AT_MOST:
        return before + 1
    after = beyond(pictures, place, "order_time", greater=True)[:COUNT_AT_MOST].count()
    return count - after if after < COUNT_AT_MOST else None


def photos_before(pictures, place: Cursor, count: int) -> list[Picture]:
    """Up to `count` photos before a place, the nearest first."""
    places = read_beyond(pictures, place, "order_time", greater=False, count=count)
    return [one.item for one in places if one.item]


def link(album: Album, picture: Picture, number: int | None) -> str:
    picture.album = album
    return f"{picture.get_absolute_url()}?n={number}" if number else picture.get_absolute_url()


def page_url(album: Album, preceding: list[Picture], number_before: int, on_page_before: int) -> str:
    """The album page that a photo is on: after the last photo of the page before it."""
    if len(preceding) <= on_page_before:
        return album.get_absolute_url()
    last = preceding[on_page_before]
    return (
        f"{album.get_absolute_url()}?after={Cursor(last.order_time, last.pk, number_before - on_page_before)}"
    )
