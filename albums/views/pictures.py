"""Edit one picture. For contributors only."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import contributor_required
from albums.forms import CaptionForm
from albums.selectors import get_picture
from albums.services.albums import set_cover
from albums.services.trash import trash_pictures
from albums.views.albums import form_status


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def picture_edit(request, album_id, picture_id):
    """Edit a picture's caption."""
    picture = get_picture(request.user, album_id, picture_id)
    form = CaptionForm(request.POST if request.method == "POST" else None, instance=picture)
    if request.method == "POST" and form.is_valid():
        # Only the form's columns: a worker may be changing the state in the same row.
        picture.save(update_fields=form.fields)
        return redirect(picture)
    return render(request, "picture_edit.html", {"form": form, "picture": picture}, status=form_status(form))


@require_POST
@contributor_required
def picture_cover(request, album_id, picture_id):
    picture = get_picture(request.user, album_id, picture_id)
    set_cover(picture=picture)
    messages.success(request, _("This photo is the cover now."))
    return redirect(picture)


@require_POST
@contributor_required
def picture_trash(request, album_id, picture_id):
    picture = get_picture(request.user, album_id, picture_id)
    trash_pictures([picture])
    messages.success(request, _("The photo is in the trash. You can bring it back from there."))
    return redirect(picture.album)
