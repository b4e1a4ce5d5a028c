"""Files that are on their way."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Family, User
from albums.models.albums import Album
from picup.core.public_ids import new_public_id
from picup.encryption.fields import EncryptedTextField

# Longer than a weekend without a line; and how long its result can be asked for, when it has all arrived.
UPLOAD_DAYS, RESULT_DAYS = 3, 1


def upload_expiry() -> datetime:
    """Return when an upload is given up of which nothing comes any more."""
    return timezone.now() + timedelta(days=UPLOAD_DAYS)


class StagedUpload(models.Model):
    """A file that arrives by resumable upload (albums/resumable/): how much of it is on disk for good, and where.

    `offset` counts only bytes that survive a crash. It becomes `length` together with `result`, so an upload that has
    arrived is also finished. The picture that is made of it has its `public_id`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("on its way")
        ADDED = "added", _("added")
        OVER = "over", _("nothing new")

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    family = models.ForeignKey(Family, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    album = models.ForeignKey(Album, models.CASCADE, related_name="+")
    # Open until it has a result: in the index, the few that are on their way are alone among a day's thousands.
    state = models.CharField(max_length=5, choices=State.choices, default=State.OPEN, db_default=State.OPEN)
    # `Upload-Metadata` as it was sent: a name and a caption are in it.
    metadata = EncryptedTextField(_("metadata"))
    # Plain bytes.
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    # The encrypted files with its whole segments, and the encrypted rest (storage/io/growing.py).
    parts = models.JSONField(default=list, editable=False)
    tail = models.BinaryField(default=bytes, editable=False)
    # Whether the last part ends at the offset: whoever wrote it has said so at its end.
    may_append = models.BooleanField(default=False)
    # Of the request that writes. A newer request replaces it; the older one can then change nothing any more.
    token = models.CharField(max_length=20, blank=True)
    # Until when a request holds the upload that makes the picture of it (albums/resumable/holding.py).
    finishing_until = models.DateTimeField(null=True, blank=True, editable=False)
    # As of `UploadResult`: status, picture (public id or None), reason and notices. NULL: not all has arrived.
    result = models.JSONField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=upload_expiry)

    class Meta:
        verbose_name = _("staged upload")
        verbose_name_plural = _("staged uploads")
        indexes = [
            # What a family has on its way; its last results without a picture of their own.
            models.Index(fields=["family", "state", "expires_at"], name="uploads_by_state"),
            # Cleaning up.
            models.Index(fields=["expires_at"], name="uploads_by_expiry"),
        ]

    def __str__(self):
        return self.public_id
