"""What is hers: the photos that are new to her, that she has seen, and that she loves."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import member_required
from albums import new_pictures
from albums.loved import hearts_of
from albums.models import Picture
from albums.services import hearts, looks
from albums.services.motion import find_motion
from picup.core.pagination import Cursor
from picup.web.negotiation import wants_page


@require_safe
@member_required
def new(request):
    """Show the photos that the person has not seen, one after another, and in the end that these were all."""
    cursor = Cursor.parse(request.GET.get("after", ""))
    turn = new_pictures.turn(request.user, new_pictures.go_on(cursor))
    if turn is None:
        return show_end(request, cursor)
    context = {
        "turn": turn,
        "picture": turn.picture,
        "album": turn.picture.album,
        "next_url": f"?after={turn.next}",
        "previous_url": f"?after={turn.previous}" if turn.previous else "",
        "motion": find_motion(turn.picture) if request.user.may_contribute else None,
        **hearts_of(request.user, turn.picture),
    }
    return render(request, "new.html", context)


def show_end(request, cursor: Cursor | None):
    """Show that nothing is new, or not any more."""
    last = new_pictures.find_last(request.user, cursor) if cursor else None
    before = Cursor(cursor.time, max(0, cursor.id - 1), max(0, cursor.number - 1)) if cursor else None
    shown = new_pictures.shown_until(request.user, cursor) if cursor else []
    context = {"last": last, "shown": shown, "previous_url": f"?after={before}" if last else ""}
    return render(request, "new_end.html", context | (hearts_of(request.user, last) if last else {}))


@require_POST
@member_required
def seen(request):
    """Note photos that were on the person's screen: `pictures`, public ids separated by commas."""
    ids = [one for one in request.POST.get("pictures", "").split(",") if one]
    looks.mark_seen(person=request.user, picture_ids=ids)
    return go_back(request, reverse("shelf")) if "next" in request.POST else HttpResponse(status=204)


@require_POST
@member_required
def picture_heart(request, picture_id):
    """Turn the person's heart for a photo on or off. A script says with `loved` (1 or 0) how it shall be."""
    shown = Picture.objects.filter(trashed_at=None, album__trashed_at=None).select_related("album")
    picture = get_object_or_404(shown, public_id=picture_id, album__family_id=request.user.family_id)
    if not picture.is_ready:
        raise Http404
    wanted = {"0": False, "1": True}.get(request.POST.get("loved", ""))
    try:
        loves = hearts.set_heart(person=request.user, picture=picture, loves=wanted)
    except hearts.PictureGone:
        raise Http404 from None
    return (
        go_back(request, picture.get_absolute_url())
        if wants_page(request)
        else JsonResponse({"loved": loves})
    )


def go_back(request, otherwise: str):
    """Redirect to the form's `next`, if it is a page of this site."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page if is_ours else otherwise)
