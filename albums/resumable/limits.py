"""How much may be on its way: of one file, of a family, of the site."""

from django.db.models import Count, Sum
from django.utils import timezone

from albums.films.limits import largest_upload
from albums.models import Album, StagedUpload
from albums.resumable.refusals import Refusal
from storage.io.room import has_room
from storage.models import Usage

# Unfinished uploads of a family: far more than anybody sends at once.
MOST_UPLOADS = 5000
# Results without a picture of their own that a family's clients can ask for again: of what was refused, or there.
MOST_RESULTS = 1000
# More than one upload adds, so that they become fewer.
AT_ONCE = 100


def check_length(length: int) -> None:
    """Raise Refusal if no file may be so long."""
    if length > largest_upload():
        raise Refusal("too-large")


def check_room(album: Album, length: int, upload: StagedUpload | None = None) -> None:
    """Raise Refusal if a file of `length` bytes cannot be kept: before its first byte, and before each of its parts.

    What the family's other uploads have sent counts as used. What they only promise does not: an upload that was left
    would lock the family out for days. The last word is with `UsageManager.take`, when the picture is added.
    """
    others = StagedUpload.objects.filter(
        family_id=album.family_id,
        state=StagedUpload.State.OPEN,
        expires_at__gt=timezone.now(),
        # A process of an earlier version finishes one and leaves its state.
        result__isnull=True,
    ).exclude(pk=upload and upload.pk)
    on_their_way = others.aggregate(arrived=Sum("offset"), count=Count("pk"))
    if upload is None and on_their_way["count"] >= MOST_UPLOADS:
        raise Refusal("busy")
    if length > Usage.objects.get(family_id=album.family_id).left_bytes - (on_their_way["arrived"] or 0):
        raise Refusal("family-full")
    site_left = Usage.objects.site_left_bytes()
    if site_left is not None and length > site_left:
        raise Refusal("site-full")
    if not has_room(length - (upload.offset if upload else 0)):
        raise Refusal("no-room")


def forget_results(family_id: int) -> None:
    """Delete a family's older results without a picture of their own.

    Nothing else bounds them: such an upload costs its sender no space, and hardly a byte. A client that asks for one
    that is gone sends its file once more, and gets the same result.
    """
    over = StagedUpload.objects.filter(family_id=family_id, state=StagedUpload.State.OVER)
    older = over.order_by("-expires_at").values_list("pk", flat=True)[MOST_RESULTS : MOST_RESULTS + AT_ONCE]
    if ids := list(older):
        StagedUpload.objects.filter(pk__in=ids).delete()
