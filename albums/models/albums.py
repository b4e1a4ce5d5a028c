"""Albums."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Family, User
from albums.querysets import AlbumQuerySet, VersionedModel, new_version
from picup.core.public_ids import new_public_id
from picup.encryption.fields import EncryptedCharField, EncryptedTextField


class Album(VersionedModel):
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    family = models.ForeignKey(Family, models.CASCADE, related_name="albums")
    title = EncryptedCharField(_("title"), max_length=80)
    description = EncryptedTextField(_("description"), max_length=1000, blank=True)
    cover = models.ForeignKey("Picture", models.SET_NULL, null=True, blank=True, related_name="+")
    # Updated with every change of the pictures: counting 100,000 rows for each page would be slow.
    picture_count = models.PositiveIntegerField(default=0)
    # Of the photos of which at least the month is known, so that an old print that was scanned today does not count.
    first_taken_at = models.DateTimeField(null=True, blank=True)
    last_taken_at = models.DateTimeField(null=True, blank=True)
    last_added_at = models.DateTimeField(null=True, blank=True)
    # Its place on the shelf: when it last got a photo, or was made.
    shelved_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    # When its last batches of uploads began (albums/services/order.py): ISO 8601 by the batch's id.
    batches = models.JSONField(default=dict, db_default={}, editable=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    trashed_at = models.DateTimeField(null=True, blank=True)
    # New with each change of what people see of the album, its pictures included (albums/querysets.py).
    version = models.BigIntegerField(default=new_version, editable=False)
    # Set when it is deleted for good: nobody sees it any more. A message deletes its pictures in batches, then the row.
    delete_requested_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AlbumQuerySet.as_manager()

    class Meta:
        verbose_name = _("album")
        verbose_name_plural = _("albums")
        indexes = [
            # The shelf: a family's albums, those with the newest photos first.
            models.Index(fields=["family", "trashed_at", "shelved_at", "id"], name="albums_by_addition"),
            # Deleting old trash.
            models.Index(fields=["trashed_at"], name="albums_in_trash"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("album", args=[self.public_id])
