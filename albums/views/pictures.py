"""Edit one picture. For contributors only."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import contributor_required
from albums.forms import CaptionForm
from albums.models import Picture
from albums.selectors import get_picture
from albums.services import undo
from albums.services.albums import set_cover
from albums.services.trash import trash_pictures
from albums.views.albums import form_status
from albums.views.pages import neighbour
from albums.views.undo import tell
from picup.core.pagination import Cursor


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def picture_edit(request, album_id, picture_id):
    """Edit a picture's caption."""
    picture = get_picture(request.user, album_id, picture_id)
    former = picture.caption
    form = CaptionForm(request.POST if request.method == "POST" else None, instance=picture)
    if request.method == "POST" and form.is_valid():
        # Only the form's columns: a worker may be changing the state in the same row.
        picture.save(update_fields=form.fields)
        if picture.caption != former:
            tell(request, _("The caption is saved."), undo.token_for_caption(request.user, picture, former))
        return redirect(picture)
    return render(request, "picture_edit.html", {"form": form, "picture": picture}, status=form_status(form))


@require_POST
@contributor_required
def picture_cover(request, album_id, picture_id):
    picture = get_picture(request.user, album_id, picture_id)
    former_id = picture.album.cover_id
    set_cover(picture=picture)
    token = undo.token_for_cover(request.user, picture, former_id)
    tell(request, _("This photo is the cover now."), "" if former_id == picture.pk else token)
    return redirect(picture)


@require_POST
@contributor_required
def picture_trash(request, album_id, picture_id):
    """Put a picture into the trash, and go on to the next one of its album, or the last before it."""
    picture = get_picture(request.user, album_id, picture_id)
    moment = trash_pictures([picture])
    token = undo.token_for_trashed(request.user, [picture], moment, picture.get_absolute_url())
    tell(request, _("The photo is in the trash."), token)
    return redirect(find_beside(picture) or picture.album)


def find_beside(picture: Picture) -> Picture | None:
    """Return the picture after one in its album, or the one before it. None if it was the only one."""
    shown = Picture.objects.filter(album=picture.album, trashed_at=None)
    here = Cursor(picture.order_time, picture.pk, 0)
    beside = neighbour(shown, here, greater=True) or neighbour(shown, here, greater=False)
    if beside:
        beside.album = picture.album  # so that its address needs no query
    return beside
