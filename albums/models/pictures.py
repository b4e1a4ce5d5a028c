"""The photos and films of albums."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from albums.models.albums import Album
from albums.models.variants import FIRST, LARGE_FROM, VARIANTS
from albums.motion.pairing import KEY_LENGTH
from albums.querysets import AlbumPartModel, PictureQuerySet
from picup.core.public_ids import new_public_id
from picup.encryption.fields import EncryptedCharField
from storage.models import StoredFile

CAPTION_LENGTH, FINGERPRINT_LENGTH = 500, 32


class Picture(AlbumPartModel):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for its derivatives")
        READY = "ready", _("ready")
        DAMAGED = "damaged", _("damaged")

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        FILM = "film", _("film")

    class Playing(models.TextChoices):
        """Whether the film of a picture can be played. Its poster is shown as photos are, by `state`.

        A photo may have a film too: of the moments around it (Motion, or inside its own file: albums/motion/).
        """

        NONE = "", _("has no film")
        WAITING = "waiting", _("waiting for its conversion")
        READY = "ready", _("ready")
        FAILED = "failed", _("cannot be converted")

    class Precision(models.TextChoices):
        YEAR = "year", _("the year")
        MONTH = "month", _("the month")
        DAY = "day", _("the day")
        SECOND = "second", _("the second")

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    album = models.ForeignKey(Album, models.CASCADE, related_name="pictures")
    # A family keeps one file of the same photo, however many albums show it (albums/services/sharing.py).
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="pictures")
    # Of the original, in hex. Unique within the album, so that a photo that is sent twice is found.
    sha256 = models.CharField(max_length=64)
    name = EncryptedCharField(_("file name"), max_length=255)
    caption = EncryptedCharField(_("caption"), max_length=CAPTION_LENGTH, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # Whether a ready picture has its `screen` too. Rows of a release that made all at once have.
    is_sharp = models.BooleanField(default=True, db_default=True)
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.PHOTO, db_default=Kind.PHOTO)
    playing = models.CharField(
        max_length=7, choices=Playing.choices, default=Playing.NONE, db_default=Playing.NONE, blank=True
    )
    # Of the film, in milliseconds. 0: nobody knows.
    duration = models.PositiveIntegerField(default=0, db_default=0)
    # By which the photo and the film of a Live Photo find each other (albums/motion/pairing.py). Blank: it is no half.
    pair_key = models.CharField(max_length=KEY_LENGTH, default="", db_default="", blank=True, editable=False)
    # Of the photo without what describes it, keyed (albums/services/fingerprints.py). Blank: it has none. NULL: nobody
    # has looked, as in rows of earlier releases.
    fingerprint = models.CharField(  # noqa: DJ001
        max_length=FINGERPRINT_LENGTH, null=True, blank=True, editable=False
    )
    # Upright, in pixels; of a film, as it is played.
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    # How much of `taken_at` is known; the rest is the beginning of that period. Blank in rows of earlier releases: they
    # are shown as known to the second.
    taken_precision = models.CharField(
        max_length=6, choices=Precision.choices, default="", db_default="", blank=True
    )
    order_time = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    trashed_at = models.DateTimeField(null=True, blank=True)
    # Not a column: whether it met the same picture in the family when it was inserted (albums/services/doubles.py).
    is_double = False

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [models.UniqueConstraint(fields=["album", "sha256"], name="one_of_each_in_album")]
        indexes = [
            # An album's pages, turned by a cursor on (order_time, id) in both directions.
            models.Index(fields=["album", "trashed_at", "order_time", "id"], name="pictures_in_order"),
            # The first and last day of an album's photos.
            models.Index(fields=["album", "trashed_at", "taken_at"], name="pictures_by_day"),
            # Deleting old trash; the trash page (for small trashes, each album's part of `pictures_in_order`).
            models.Index(fields=["trashed_at", "id"], name="pictures_in_trash"),
            # The admin's list by state: the few pictures that wait or are damaged, among millions.
            models.Index(fields=["state", "id"], name="pictures_by_state"),
            # The other half of a Live Photo.
            models.Index(fields=["album", "pair_key"], name="pictures_by_pair"),
            # The same picture in other files; those at which nobody has looked.
            models.Index(fields=["fingerprint", "id"], name="pictures_by_fingerprint"),
        ]

    def __str__(self):
        return self.caption or self.name

    def get_absolute_url(self):
        return reverse("picture", args=[self.album.public_id, self.public_id])

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_film(self) -> bool:
        return self.kind == self.Kind.FILM

    @property
    def is_motion(self) -> bool:
        """Return whether this is a photo that has a film."""
        return not self.is_film and self.playing != self.Playing.NONE

    @property
    def is_playable(self) -> bool:
        return self.playing == self.Playing.READY

    @property
    def sharpest(self) -> str:
        """Return the largest of VARIANTS that a ready picture has."""
        return "screen" if self.is_sharp else FIRST[-1]

    @property
    def is_large(self) -> bool:
        """Return whether `screen` is smaller than the original, and so is made later."""
        return max(self.width, self.height) > VARIANTS["screen"]

    @property
    def may_have_large(self) -> bool:
        """Return whether the original has enough pixels for the derivative LARGE."""
        return max(self.width, self.height) >= LARGE_FROM
