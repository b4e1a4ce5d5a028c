"""Which request may write to an upload: the one that came last.

A request writes its own random token into the row. Whatever it stores later is a conditional UPDATE that names this
token. So an older request, whose line is half open or whose machine was asleep, changes nothing any more, and learns
that at its next UPDATE. Nobody waits for a lock, which the dead would keep.
"""

from django.db.models import Q
from django.utils import timezone

from albums.models import StagedUpload, upload_expiry
from albums.resumable.refusals import Refusal
from picup.core.public_ids import new_public_id
from picup.core.transactions import retry_contended
from picup.db.config import PRIMARY

# How often a claim is tried again while other requests claim the same upload.
TRIES = 5


class ClaimLost(Refusal):
    """A newer request has claimed the upload, or somebody has deleted it."""

    def __init__(self):
        super().__init__("elsewhere")


def find_upload(person, public_id: str) -> StagedUpload:
    """Return an upload of this person. Raise Refusal for one of somebody else, and for one that has expired."""
    # From the primary: a replica may not know yet what has arrived.
    uploads = StagedUpload.objects.using(PRIMARY).select_related("album")
    upload = uploads.filter(public_id=public_id, person=person, family_id=person.family_id).first()
    if upload is None:
        raise Refusal("not-found")
    if upload.expires_at <= timezone.now():
        raise Refusal("expired")
    return upload


def claim(upload: StagedUpload, offset: int) -> bool:
    """Make this request the one that may write from `offset` on. Return whether it may go on with the last part.

    Raise Refusal if the upload is at another offset, or if a picture is being made of it.
    """
    for _ in range(TRIES):
        if upload.result is not None or offset != upload.offset:
            raise Refusal("wrong-offset")
        if is_being_finished(upload):
            raise Refusal("finishing")
        before = StagedUpload.objects.filter(
            Q(finishing_until=None) | Q(finishing_until__lte=timezone.now()),
            pk=upload.pk,
            token=upload.token,
            offset=offset,
            result__isnull=True,
            # Or else its bytes are being removed.
            expires_at__gt=timezone.now(),
        )
        token, may_append = new_public_id(), upload.may_append
        if change(before, token=token, may_append=False, expires_at=upload_expiry()):
            upload.token = token
            return may_append
        try:
            upload.refresh_from_db(using=PRIMARY)
        except StagedUpload.DoesNotExist as error:
            raise Refusal("not-found") from error
    raise ClaimLost


def is_being_finished(upload: StagedUpload) -> bool:
    """Tell whether a living process makes the picture of an upload that has arrived."""
    return upload.finishing_until is not None and upload.finishing_until > timezone.now()


def store(upload: StagedUpload, **values) -> None:
    """Change the row of a claimed upload. Raise ClaimLost if it is not this request's any more."""
    mine = StagedUpload.objects.filter(pk=upload.pk, token=upload.token, result__isnull=True)
    if not change(mine, **values):
        raise ClaimLost
    for name, value in values.items():
        setattr(upload, name, value)


def change(rows, **values) -> int:
    return retry_contended(lambda: rows.update(**values), what="A staged upload")
