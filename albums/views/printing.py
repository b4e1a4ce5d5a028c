"""Photos on paper: one on a sheet, or an album with two on each. Nothing is written."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.decorators import member_required
from albums.models import Picture
from albums.selectors import get_album, get_picture
from picup.core.pagination import turn_page

# Of one printing: 30 sheets, and about 14 MB of photos.
AT_ONCE = 60
ON_SHEET = 2


@require_safe
@member_required
def picture_print(request, album_id, picture_id):
    """Show one photo as a sheet of paper, with its caption and date."""
    picture = get_picture(request.user, album_id, picture_id)
    return render(request, "picture_print.html", {"album": picture.album, "picture": picture})


@require_safe
@member_required
def album_print(request, album_id):
    """Show up to AT_ONCE photos of an album as sheets of paper, from the cursor `after` on.

    Redirect to the first ones if all photos after the cursor were removed.
    """
    album = get_album(request.user, album_id)
    shown = Picture.objects.filter(album=album, trashed_at=None)
    after = request.GET.get("after", "")
    page = turn_page(shown, time="order_time", size=AT_ONCE, after=after)
    if after and not page.items:
        return redirect("album_print", album_id)
    sheets = [page.items[at : at + ON_SHEET] for at in range(0, len(page.items), ON_SHEET)]
    last = page.number_before + len(page.items)
    context = {
        "album": album,
        "sheets": sheets,
        "sheet_count": len(sheets),
        "first": page.number_before + 1,
        "last": last,
        "count": max(album.picture_count, last),
        "next_url": f"?after={page.next}" if page.next else "",
        "next_count": min(AT_ONCE, max(1, album.picture_count - last)),
    }
    return render(request, "album_print.html", context)
