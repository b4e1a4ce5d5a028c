"""Files, their copies in the storages, and how much a family uses. These rows are the truth; storages follow them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Family
from picup.core.public_ids import new_public_id
from storage.history.models import FileEvent  # noqa: F401 (a table of this app)
from storage.querysets import CopySummaryModel

if TYPE_CHECKING:
    from storage.io.fanout import Written


def new_file_key() -> str:
    """Return a new name for a file in every storage: 40 random hexadecimal digits. No input ever becomes a path."""
    return new_public_id() + new_public_id()


class StoredFile(models.Model):
    """One file, whatever it is for, stored under `key` in every storage.

    writing → stored → deleting → deleted, or writing → abandoned → deleted. The row is inserted before the first byte
    is written, so that after a crash a row still knows the key.
    """

    class State(models.TextChoices):
        WRITING = "writing", _("being written")
        STORED = "stored", _("stored")
        ABANDONED = "abandoned", _("abandoned")
        DELETING = "deleting", _("being deleted")
        DELETED = "deleted", _("deleted")

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("original")
        DERIVATIVE = "derivative", _("derivative")

    key = models.CharField(max_length=40, unique=True, default=new_file_key, editable=False)
    family = models.ForeignKey(Family, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WRITING)
    content_type = models.CharField(max_length=40)
    # Of the plain bytes. The storages have encrypted bytes, which are a little longer. The checksum is blank from the
    # moment when the file is to be deleted, the size 0 when it is: a checksum tells who knows a photo that we had it.
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    # The id of the key in FILE_ENCRYPTION_KEYS that decrypts it. Blank: stored plain, by Pic-up before it encrypted.
    key_id = models.CharField(max_length=16, blank=True)
    # The names of the storages that have a copy, "backup,main", with "!" behind damaged ones (storage/querysets.py).
    # Blank: no copy, or a row from before this column that nobody has summarised yet.
    places = models.CharField(max_length=100, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    delete_requested_at = models.DateTimeField(null=True, blank=True)
    # Not a column: from `store` to `mark_kept`, the result of writing (storage/io/fanout.py).
    written: "Written"

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        indexes = [
            # Cleaning up: files left in `writing` by a crash.
            models.Index(fields=["state", "created_at"], name="files_by_state"),
            # The safety page: a family's originals, and where they are.
            models.Index(fields=["family", "kind", "state", "places"], name="files_by_places"),
            # Re-encryption: files that an old key opens.
            models.Index(fields=["key_id", "id"], name="files_by_encryption_key"),
            # The admin's search by a SHA-256, for files and for pictures.
            models.Index(fields=["sha256"], name="files_by_sha256"),
        ]

    def __str__(self):
        return self.key


class FileCopy(CopySummaryModel):
    """A file's bytes in one storage, verified when they were written and by every scrub since.

    Size and checksum are of the bytes as stored (encrypted), and so the same in every storage.
    """

    class Damage(models.TextChoices):
        MISSING = "missing", _("missing")
        CHANGED = "changed", _("other bytes than were written")

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="copies")
    storage = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(auto_now_add=True)
    # When its bytes were last found good.
    verified_at = models.DateTimeField(default=timezone.now)
    # When a scrub last claimed it, whatever the result: a copy that cannot be read must not hold up the others.
    looked_at = models.DateTimeField(default=timezone.now)
    # What is wrong with it, until it is healed. Blank: nothing.
    damage = models.CharField(max_length=7, choices=Damage.choices, blank=True)
    damaged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        constraints = [models.UniqueConstraint(fields=["file", "storage"], name="one_copy_per_storage")]
        indexes = [
            # The oldest verification, for the metrics.
            models.Index(fields=["storage", "verified_at"], name="copies_by_verification"),
            # Scrubbing: the copies that were not claimed for the longest time.
            models.Index(fields=["storage", "looked_at"], name="copies_by_look"),
            # Damaged copies, which wait to be healed.
            models.Index(fields=["damage", "id"], name="copies_by_damage"),
        ]

    def __str__(self):
        return f"{self.file_id} in {self.storage}"


class ErasedFile(models.Model):
    """A file of somebody who left, or of a family that was closed: its key stays when its row is gone.

    First `leaving_id` says on whose account it is erased. When all is erased, only the key and the date are left, until
    ERASED_KEYS_DAYS have passed (storage/erasing.py): a write that hung may end late, and the sweep finds its bytes.
    """

    key = models.CharField(max_length=40, primary_key=True)
    file_id = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    # No foreign key: this room does not decide when a leaving's row goes.
    leaving_id = models.PositiveBigIntegerField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("erased file")
        verbose_name_plural = _("erased files")
        # The next files to erase on one account.
        indexes = [models.Index(fields=["leaving_id", "erased_at", "key"], name="erased_by_leaving")]

    def __str__(self):
        return self.key


class UsageManager(models.Manager):
    """Counting a family's photos and bytes, by conditional updates."""

    def take(self, family_id: int, size: int) -> bool:
        """Count a photo of `size` bytes if the family's limit allows it. Return False if it does not.

        It is one statement, so that no concurrent update is lost. Call it last in a short transaction: from here to the
        commit the family's other uploads wait.
        """
        return bool(
            self.filter(family_id=family_id, used_bytes__lte=F("limit_bytes") - size).update(
                used_bytes=F("used_bytes") + size, photos=F("photos") + 1
            )
        )

    def site_left_bytes(self) -> int | None:
        """Return how much of SITE_LIMIT_BYTES no family uses, below 0 if they use more. None: there is no limit.

        No row counts for the whole site: all uploads of all families would wait for its lock. So transactions of the
        same moment do not see each other, and the limit may be passed by the files that are being added then, one of
        each upload in hand. With SQLite, which has one writer, it is exact.
        """
        if not settings.SITE_LIMIT_BYTES:
            return None
        used = self.aggregate(used=models.Sum("used_bytes"))["used"] or 0
        return settings.SITE_LIMIT_BYTES - used

    def give_back(self, family_id: int, size: int, photos: int = 0) -> None:
        """Count `size` bytes and that many photos less."""
        self.filter(family_id=family_id).update(
            used_bytes=F("used_bytes") - size, photos=F("photos") - photos
        )


def default_limit() -> int:
    return settings.FAMILY_LIMIT_BYTES


class Usage(models.Model):
    """The bytes of a family's originals, their number, and the family's limit. Derivatives do not count."""

    family = models.OneToOneField(Family, models.CASCADE, primary_key=True, related_name="usage")
    used_bytes = models.BigIntegerField(default=0)
    photos = models.IntegerField(default=0, db_default=0)
    limit_bytes = models.BigIntegerField(default=default_limit)

    objects = UsageManager()

    class Meta:
        verbose_name = _("usage")
        verbose_name_plural = _("usage")

    def __str__(self):
        return f"{self.used_bytes} of {self.limit_bytes} bytes"

    @property
    def left_bytes(self) -> int:
        return max(0, self.limit_bytes - self.used_bytes)


class Restoration(models.Model):
    """A restore of the database from a backup: when the backup was made, and when it was restored.

    Files that were stored between the two have no row. `storage/care/orphans.py` does not delete them.
    """

    made_at = models.DateTimeField()
    restored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("restoration")
        verbose_name_plural = _("restorations")

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d %H:%M} restored"
