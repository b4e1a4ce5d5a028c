"""The pages that parents look at: the shelf, an album's page, a photo. None of them writes."""

from datetime import timedelta

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import devices
from accounts.access import member_required
from accounts.views import signing
from albums.lookup import get_album, get_picture
from albums.models import Album, Picture
from albums.paging import Cursor, beyond, page_number, turn_page
from albums.templatetags.pictures import photo_context

ALBUMS_ON_SHELF = 12
PICTURES_ON_PAGE = 4
NEW_FOR = timedelta(days=7)


@require_safe
def shelf(request):
    """The family's albums, the newest first; a welcome for whoever is not signed in."""
    if not request.user.is_authenticated:
        return signing.closed(request) if devices.is_closed_to(request) else render(request, "welcome.html")
    return show_shelf(request)


@member_required
def show_shelf(request):
    person = request.user
    albums = Album.objects.filter(family_id=person.family_id, trashed_at=None).select_related("cover")
    page = turn_page(albums, time="created_at", size=ALBUMS_ON_SHELF, newest_first=True, **cursors(request))
    if not page.items and cursors(request)["after"]:
        return redirect("shelf")
    for album in page.items:
        album.is_new = bool(album.last_added_at and album.last_added_at > timezone.now() - NEW_FOR)
    return render(
        request,
        "shelf.html",
        {
            "family": person.family,
            "albums": page.items,
            "newer_url": f"?before={page.previous}" if page.previous else "",
            "older_url": f"?after={page.next}" if page.next else "",
        },
    )


def cursors(request) -> dict[str, str]:
    return {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}


@require_safe
@member_required
def album(request, album_id):
    album = get_album(request.user, album_id)
    pictures = Picture.objects.filter(album=album, trashed_at=None)
    page = turn_page(pictures, time="order_time", size=PICTURES_ON_PAGE, **cursors(request))
    if not page.items and cursors(request)["after"]:
        return redirect(album)  # The photos after this place are gone.
    for number, picture in enumerate(page.items, page.number_before + 1):
        picture.album = album
        picture.url = f"{picture.get_absolute_url()}?n={number}"
    number, pages = page_number(page.number_before, PICTURES_ON_PAGE, album.picture_count)
    return render(
        request,
        "album.html",
        {
            "album": album,
            "pictures": page.items,
            "page_number": number,
            "page_count": pages,
            "previous_url": f"?before={page.previous}" if page.previous else "",
            "next_url": f"?after={page.next}" if page.next else "",
            "first": not page.previous,
        },
    )


@require_safe
@member_required
def album_ready(request, album_id):
    """JSON for placeholders that wait: the photo's markup for each picture that is ready now."""
    album = get_album(request.user, album_id)
    ids = request.GET.get("pictures", "").split(",")[: PICTURES_ON_PAGE * 8]
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
    number = read_number(request, album) or count_to(shown, picture)
    # Enough of the photos before this one to know where its page begins.
    on_page_before = (number - 1) % PICTURES_ON_PAGE
    preceding = photos_before(shown, place, on_page_before + 1)
    return render(
        request,
        "picture.html",
        {
            "album": album,
            "picture": picture,
            "number": number,
            "count": album.picture_count,
            "previous_url": link(album, preceding[0], number - 1) if preceding else "",
            "next_url": link(album, following[0], number + 1) if following else "",
            "album_url": page_url(album, preceding, number - 1, on_page_before),
        },
    )


def read_number(request, album: Album) -> int | None:
    """Links carry the photo's number, so that no page counts; a number that cannot be is not believed."""
    text = request.GET.get("n", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return number if 1 <= number <= album.picture_count else None


def count_to(pictures, picture: Picture) -> int:
    before = pictures.filter(order_time__lt=picture.order_time).count()
    return before + pictures.filter(order_time=picture.order_time, pk__lte=picture.pk).count()


def photos_before(pictures, place: Cursor, count: int) -> list[Picture]:
    """Up to `count` photos before a place, the nearest first."""
    return list(beyond(pictures, place, "order_time", greater=False).order_by("-order_time", "-id")[:count])


def link(album: Album, picture: Picture, number: int) -> str:
    picture.album = album
    return f"{picture.get_absolute_url()}?n={number}"


def page_url(album: Album, preceding: list[Picture], number_before: int, on_page_before: int) -> str:
    """The album page that a photo is on: after the last photo of the page before it."""
    if len(preceding) <= on_page_before:
        return album.get_absolute_url()
    last = preceding[on_page_before]
    return (
        f"{album.get_absolute_url()}?after={Cursor(last.order_time, last.pk, number_before - on_page_before)}"
    )
