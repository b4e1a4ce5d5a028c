"""The pages that parents look at: the shelf, an album's page, a photo. None of them writes to the database."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.decorators import member_required
from accounts.models import User
from accounts.services import devices
from accounts.views import auth
from albums import fragments
from albums.home import book_on_home
from albums.loved import hearts_in, hearts_of, last_looks, unseen_by_all, visits_to
from albums.models import Album, Picture
from albums.selectors import find_next_album, get_album, get_photo_of, get_picture
from albums.services.motion import find_motion
from albums.spreads import BEGINNING, just_before, read_leaves
from albums.templatetags.pictures import READY_AT_ONCE, photo_context
from picup.cache.get_or_build import Fragment
from picup.core.pagination import Cursor, beyond, read_beyond

# Photos that are counted from either end of an album, which takes some milliseconds.
COUNT_AT_MOST = 10_000


@require_safe
def shelf(request):
    """Show the family's albums, the newest first. Welcome a person who is not signed in."""
    if request.user.is_authenticated:
        return show_shelf(request)
    if devices.is_closed_device(request):
        return auth.device_closed(request)
    return render(request, "welcome.html")


@member_required
def show_shelf(request):
    """Show a page of the shelf. Redirect to the first page if no album is left after the cursor."""
    family = request.user.family
    cursors = read_cursors(request)
    if any(cursors.values()):
        fragment = fragments.later_shelf(request.user, **cursors)
        return render_page(request, "shelf.html", fragment, family=family) if fragment else redirect("shelf")
    versions = fragments.shelf_versions(request.user)
    fragment, book = fragments.first_shelf(request.user, versions), book_on_home(request.user, versions)
    looks = last_looks(request.user)
    return render_page(request, "shelf.html", fragment, family=family, book=book, last_looks=looks)


def read_cursors(request) -> dict[str, str]:
    """Return the cursors of the query string, blank if missing. Nothing checks them before `Cursor.parse`."""
    return {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}


def render_page(request, template: str, fragment: Fragment, **context):
    """Render a fragment, which many people share, inside the page with this person's name, text size and buttons."""
    return render(request, template, {"page": fragment, **context})


@require_safe
@member_required
def album(request, album_id):
    """Show a spread of an album. Redirect to the first page if all photos beyond the cursor were removed."""
    leaves = read_leaves(request)
    fragment = fragments.album_fragment(request.user, album_id, leaves=leaves, **read_cursors(request))
    if fragment is None:
        return redirect("album", album_id)
    place = Cursor.parse(fragment.get("shelf_place", "")) if fragment["kind"] == "last" else None
    following = find_next_album(request.user, place.time, place.id) if place else None
    return render_page(
        request,
        "album.html",
        fragment,
        album_id=album_id,
        next_album=following,
        **glance(request.user, album_id),
    )


def glance(person: User, album_id: str) -> dict:
    """Return what a contributor is told of an album: who of the parents looked, and what is loved. Two queries."""
    if not person.may_contribute:
        return {}
    return {"visits": visits_to(album_id), "hearts": hearts_in(album_id)}


@require_safe
@member_required
def album_overview(request, album_id):
    """Show all photos of an album, small. Redirect to the first page if all photos after the cursor were removed.

    `?photo=<id>` redirects to the page that begins with this one.
    """
    if "photo" in request.GET:
        return redirect_to_overview(request, album_id, request.GET["photo"])
    fragment = fragments.overview_fragment(request.user, album_id, **read_cursors(request))
    if fragment is None:
        return redirect("album_overview", album_id)
    unseen = unseen_by_all(fragment["pictures"].split(",")) if request.user.may_contribute else []
    return render_page(request, "album_overview.html", fragment, album_id=album_id, unseen=unseen)


def redirect_to_overview(request, album_id: str, picture_id: str):
    picture = get_picture(request.user, album_id, picture_id)
    here = place_of(picture, find_number(picture))
    return redirect(f"{reverse('album_overview', args=[album_id])}?after={here}")


def find_number(picture: Picture) -> int | None:
    """Return a photo's number in its album, counted. None if it is far from both ends."""
    shown = Picture.objects.filter(album=picture.album, trashed_at=None)
    return compute_number(shown, Cursor(picture.order_time, picture.pk, 0), picture.album.picture_count)


def place_of(picture: Picture, number: int | None) -> Cursor:
    """Return the cursor after which a photo comes first. Without a number, as if it stood in the album's middle."""
    return just_before(picture, (number or picture.album.picture_count // 2 or 1) - 1)


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
    """Show one photo, with links to the previous one, the next one and its spread of the album.

    `?film` shows the film that a photo has in its place. Redirect to the photo from the page of a film that became its.
    """
    try:
        picture = get_picture(request.user, album_id, picture_id)
    except Http404:
        return redirect(get_photo_of(request.user, album_id, picture_id))
    album = picture.album
    cursor = Cursor(picture.order_time, picture.pk, 0)
    shown = Picture.objects.filter(album=album, trashed_at=None)
    following = neighbour(shown, cursor, greater=True)
    preceding = neighbour(shown, cursor, greater=False)
    number = read_number(request, album) or compute_number(shown, cursor, album.picture_count)
    here = place_of(picture, number)
    return render(
        request,
        "picture.html",
        {
            "album": album,
            "picture": picture,
            "number": number,
            "count": album.picture_count,
            "previous_url": picture_url(album, preceding, number and number - 1) if preceding else "",
            "next_url": picture_url(album, following, number and number + 1) if following else "",
            "next_album": None if following else find_next_album(request.user, album.shelved_at, album.pk),
            "first_url": f"{album.get_absolute_url()}?after={BEGINNING}",
            "album_url": f"{album.get_absolute_url()}?after={here}",
            "choices": list_choices(picture),
            "shows_film": picture.is_film or ("film" in request.GET and picture.is_motion),
            "motion": find_motion(picture) if request.user.may_contribute else None,
            **hearts_of(request.user, picture),
        },
    )


def list_choices(picture: Picture) -> list[tuple[str, str]]:
    """Return what else can be done with a photo on its page: pairs of a label and an address. A film is not printed."""
    if picture.is_film:
        return []
    print_url = reverse("picture_print", args=[picture.album.public_id, picture.public_id])
    return [(pgettext("a photo", "Print"), print_url)]


def neighbour(pictures, cursor: Cursor, *, greater: bool) -> Picture | None:
    """Return the nearest photo beyond a cursor."""
    found = read_beyond(pictures, cursor, "order_time", greater=greater, count=1)
    return found[0].item if found else None


def read_number(request, album: Album) -> int | None:
    """Return the photo's number in its album, which links carry so that no page counts. None if it is impossible."""
    text = request.GET.get("n", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return number if 1 <= number <= album.picture_count else None


def compute_number(pictures, cursor: Cursor, count: int) -> int | None:
    """Return the number (from 1) of the photo at a cursor, among `count` pictures.

    Count from the nearer end of the album. None if both are more than COUNT_AT_MOST photos away.
    """
    before = beyond(pictures, cursor, "order_time", greater=False)[:COUNT_AT_MOST].count()
    if before < COUNT_AT_MOST:
        return before + 1
    after = beyond(pictures, cursor, "order_time", greater=True)[:COUNT_AT_MOST].count()
    return count - after if after < COUNT_AT_MOST else None


def picture_url(album: Album, picture: Picture, number: int | None) -> str:
    """Return the address of a picture's page, with its number in the album if it is known."""
    picture.album = album  # so that its address needs no query
    return f"{picture.get_absolute_url()}?n={number}" if number else picture.get_absolute_url()
