"""The films of Live Photos."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from albums.models.pictures import Picture
from albums.motion.pairing import KEY_LENGTH
from picup.core.public_ids import new_public_id
from picup.encryption.fields import EncryptedCharField
from storage.models import StoredFile


class Motion(models.Model):
    """The film that a telephone took with a photo and wrote into a file of its own: a Live Photo's.

    It is no picture: nobody counts, turns to, restores or deletes it but with its photo, and no query for pictures has
    to leave it out. What can be played of it is a derivative of the photo. It keeps what its own picture would need,
    because its file may be sent alone to another album.
    """

    # Of the film's picture, if it came before the photo, so that what names that leads to the photo.
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    picture = models.OneToOneField(Picture, models.CASCADE, related_name="motion")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="motions")
    name = EncryptedCharField(_("file name"), max_length=255)
    pair_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    duration = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    taken_precision = models.CharField(max_length=6, choices=Picture.Precision.choices, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("film of a photo")
        verbose_name_plural = _("films of photos")

    def __str__(self):
        return self.name
