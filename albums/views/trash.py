"""The trash. Contributors restore pictures and albums; only owners delete them for good, with their password."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import contributor_required, owner_required, recent_password_required
from albums.models import Album, Picture
from albums.services import deletion
from albums.services import trash as service
from picup.core.pagination import turn_page

ON_PAGE = 24


@require_safe
@contributor_required
def trash(request):
    """Show what is in the trash: up to 100 albums, and a page of single pictures, the last trashed first."""
    family_id = request.user.family_id
    page = turn_page(
        service.in_trash(family_id).select_related("album"),
        time="trashed_at",
        size=ON_PAGE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        newest_first=True,
    )
    albums = service.albums_in_trash(family_id).order_by("-trashed_at", "-id")
    return render(request, "trash.html", {"albums": albums[:100], "page": page, "days": settings.TRASH_DAYS})


@require_POST
@contributor_required
def picture_restore(request, picture_id):
    picture = get_trashed_picture(request, picture_id)
    service.restore_pictures([picture])
    messages.success(request, _("The photo is back in “%(title)s”.") % {"title": picture.album.title})
    return redirect("trash")


@require_POST
@owner_required
@recent_password_required(back="trash")
def picture_delete(request, picture_id):
    picture = get_trashed_picture(request, picture_id)
    deletion.delete_picture(picture, by=request.user)
    messages.success(request, _("The photo is deleted for good."))
    return redirect("trash")


@require_POST
@contributor_required
def album_restore(request, album_id):
    """Bring an album back to the shelf. Answer 404 if an owner has deleted it for good meanwhile."""
    album = get_trashed_album(request, album_id)
    if not service.restore_album(album):
        raise Http404
    messages.success(request, _("“%(title)s” is back on the shelf.") % {"title": album.title})
    return redirect("trash")


@require_POST
@owner_required
@recent_password_required(back="trash")
def album_delete_for_good(request, album_id):
    deletion.delete_album(get_trashed_album(request, album_id), by=request.user)
    messages.success(request, _("The album is deleted for good."))
    return redirect("trash")


@require_POST
@owner_required
@recent_password_required(back="trash")
def trash_empty(request):
    """Delete all that is in the trash for good."""
    deletion.empty_trash(request.user.family, by=request.user)
    messages.success(request, _("The trash is empty."))
    return redirect("trash")


def get_trashed_picture(request, picture_id) -> Picture:
    pictures = service.in_trash(request.user.family_id).select_related("album")
    return get_object_or_404(pictures, public_id=picture_id)


def get_trashed_album(request, album_id) -> Album:
    return get_object_or_404(service.albums_in_trash(request.user.family_id), public_id=album_id)
