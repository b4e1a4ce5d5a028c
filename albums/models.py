"""Albums and their pictures."""

from datetime import UTC, datetime, timedelta

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Family, User
from albums.motion.pairing import KEY_LENGTH
from albums.querysets import AlbumPartModel, AlbumQuerySet, PictureQuerySet, VersionedModel, new_version
from picup.core.public_ids import new_public_id
from picup.encryption.fields import EncryptedCharField, EncryptedTextField
from storage.models import StoredFile

# Long edge in pixels: a trash list or a cover; a photo mounted on an album page; a photo alone on the screen.
VARIANTS = {"thumb": 480, "page": 1080, "screen": 2048}
# Made first, so that an album that was just filled shows its photos soon.
FIRST = ("thumb", "page")
# The MP4 that is played. Its poster is the largest of VARIANTS.
FILM, POSTER = "film", "poster"
# One more for the enlarged photo, made later, of originals whose long edge has at least LARGE_FROM pixels.
LARGE, LARGE_EDGE, LARGE_FROM = "large", 4096, 2600


def wall_clock(moment: datetime) -> datetime:
    """Return what the family's clock showed at a moment, marked as UTC.

    A camera writes the local time without a zone. Those readings are stored as if they were UTC, in `taken_at` and
    `order_time`. A picture without one sorts by the family's own clock.
    """
    return timezone.localtime(moment).replace(tzinfo=UTC)


def wall_clock_now() -> datetime:
    return wall_clock(timezone.now())


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
    caption = EncryptedCharField(_("caption"), max_length=500, blank=True)
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


class Derivative(models.Model):
    """A smaller, upright rendering of a picture in sRGB, without metadata."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="derivatives")
    variant = models.CharField(max_length=8)
    # Pictures of one original may share it.
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="derivatives")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("derivative")
        verbose_name_plural = _("derivatives")
        constraints = [models.UniqueConstraint(fields=["picture", "variant"], name="one_of_each_variant")]

    def __str__(self):
        return f"{self.variant} of {self.picture_id}"


class Look(models.Model):
    """A picture that a member has to look at, or has looked at. Her own uploads have none.

    Rows are inserted in the order in which pictures become ready, so the id is the order in which she is shown them.
    Pictures of before the newest ones at her joining have none either, and count as seen.
    """

    # `seen_at` of what went into the trash unseen (albums/services/put_away.py): in the index, unseen looks are alone.
    PUT_AWAY = datetime(1970, 1, 1, tzinfo=UTC)

    person = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="looks", db_index=False)
    # None: it was not on her screen yet.
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        # Also finds who has seen a picture.
        constraints = [models.UniqueConstraint(fields=["picture", "person"], name="one_look_of_each")]
        indexes = [
            # What a person has not seen, the oldest first, and what she saw last.
            models.Index(fields=["person", "seen_at", "id"], name="looks_of_person"),
        ]

    def __str__(self):
        return f"{self.person_id} at {self.picture_id}"


class Visit(models.Model):
    """Where a member stopped in an album: the picture that was on her screen last."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    album = models.ForeignKey(Album, models.CASCADE, related_name="visits", db_index=False)
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        # Also finds who was in an album.
        constraints = [models.UniqueConstraint(fields=["album", "person"], name="one_visit_of_each")]
        indexes = [
            # Where a person stopped last, on her shelf.
            models.Index(fields=["person", "at"], name="visits_of_person"),
        ]

    def __str__(self):
        return f"{self.person_id} in {self.album_id}"


class Heart(models.Model):
    """A member loves a picture. Who added it sees that."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="hearts", db_index=False)
    # The picture's, so that an album's hearts are found without reading its pictures.
    album = models.ForeignKey(Album, models.CASCADE, related_name="hearts", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("heart")
        verbose_name_plural = _("hearts")
        # Also finds a picture's hearts.
        constraints = [models.UniqueConstraint(fields=["picture", "person"], name="one_heart_of_each")]
        indexes = [
            # An album's hearts, the newest first.
            models.Index(fields=["album", "created_at", "id"], name="hearts_of_album"),
        ]

    def __str__(self):
        return f"{self.person_id} loves {self.picture_id}"


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


class TrashPurge(models.Model):
    """A request to delete for good the single pictures that a family put into its trash up to `until`.

    Nobody sees those pictures any more. A message deletes them in batches, then this row.
    """

    family = models.ForeignKey(Family, models.CASCADE, related_name="+")
    until = models.DateTimeField()
    requested_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # The name of the first release; renaming a table would stop the processes of the release before.
        db_table = "albums_emptying"
        verbose_name = _("emptying of the trash")
        verbose_name_plural = _("emptyings of the trash")

    def __str__(self):
        return f"{self.until:%Y-%m-%d %H:%M}"
