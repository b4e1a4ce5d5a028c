"""Create, edit and trash albums, and select pictures of one. For contributors only."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.decorators import contributor_required
from albums.forms import AlbumForm
from albums.models import Picture
from albums.selectors import get_album
from albums.services import albums, undo
from albums.services.trash import trash_album, trash_pictures
from albums.views.undo import tell
from picup.core.pagination import turn_page

PICTURES_TO_SELECT = 24


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def album_new(request):
    """Create an album, then show the uploader."""
    form = AlbumForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        album = albums.create_album(person=request.user, **form.cleaned_data)
        return redirect("album_add", album.public_id)
    return render(request, "album_new.html", {"form": form}, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def album_edit(request, album_id):
    """Edit an album's title and description."""
    album = get_album(request.user, album_id)
    form = AlbumForm(request.POST if request.method == "POST" else None, instance=album)
    if request.method == "POST" and form.is_valid():
        # Only the form's columns: an upload may be counting its photo in the same row.
        album.save(update_fields=form.fields)
        return redirect(album)
    return render(request, "album_edit.html", {"form": form, "album": album}, status=form_status(form))


def form_status(form) -> int:
    """Return 422 for a form that was sent and is not valid, else 200."""
    return 422 if form.is_bound else 200


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def album_delete(request, album_id):
    """Ask for confirmation, then put the album into the trash, from where it can be restored."""
    album = get_album(request.user, album_id)
    if request.method == "POST":
        token = undo.token_for_trashed_album(request.user, album, trash_album(album))
        tell(request, _("“%(title)s” is in the trash.") % {"title": album.title}, token)
        return redirect("shelf")
    return render(request, "album_delete.html", {"album": album})


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def album_select(request, album_id):
    """Show an album's photos with check boxes, and put the chosen ones into the trash."""
    album = get_album(request.user, album_id)
    pictures = Picture.objects.filter(album=album, trashed_at=None)
    if request.method == "POST":
        chosen = list(pictures.filter(public_id__in=request.POST.getlist("pictures")[:PICTURES_TO_SELECT]))
        if chosen:
            tell_trashed(request, chosen, back=request.get_full_path())
        return redirect(request.get_full_path())
    page = turn_page(
        pictures,
        time="order_time",
        size=PICTURES_TO_SELECT,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return render(request, "album_select.html", {"album": album, "page": page})


def tell_trashed(request, chosen: list[Picture], *, back: str) -> None:
    """Put the chosen pictures into the trash, and offer to bring them back. `back` is the page to show then."""
    token = undo.token_for_trashed(request.user, chosen, trash_pictures(chosen), back)
    text = ngettext("%(count)d photo is in the trash.", "%(count)d photos are in the trash.", len(chosen))
    tell(request, text % {"count": len(chosen)}, token)
