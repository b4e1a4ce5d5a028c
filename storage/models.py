"""Files: what is stored, in which storages, and how much a family uses. These rows are the truth."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Family
from picup.random_ids import new_public_id


def new_file_key() -> str:
    """The name of the file in every storage. Made here and random, so that no input ever becomes a path."""
    return new_public_id() + new_public_id()


class StoredFile(models.Model):
    """One file, whatever it is for, stored under `key` in every storage.

    writing → stored → deleting → deleted, or writing → abandoned → deleted.
    The row is inserted before the first byte is written: whatever happens then, a row knows the key.
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
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    delete_requested_at = models.DateTimeField(null=True, blank=True)
    # Not a column: between `store` and `keep`, the storages that have the bytes.
    stored_in: list[str]

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        indexes = [
            # The sweep: files left in `writing` by a crash.
            models.Index(fields=["state", "created_at"], name="files_by_state"),
            # The safety page: a family's originals.
            models.Index(fields=["family", "kind", "state"], name="files_of_family"),
        ]

    def __str__(self):
        return self.key


class FileCopy(models.Model):
    """A file's bytes in one storage, as verified when they were written."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="copies")
    storage = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        constraints = [models.UniqueConstraint(fields=["file", "storage"], name="one_copy_per_storage")]

    def __str__(self):
        return f"{self.file_id} in {self.storage}"


class UsageManager(models.Manager):
    def take(self, family_id: int, size: int) -> bool:
        """Adds `size` bytes if the family's limit allows it. One statement: no update is lost.

        Take it last in a short transaction: from here to the commit the family's other uploads wait.
        """
        return bool(
            self.filter(family_id=family_id, used_bytes__lte=F("limit_bytes") - size).update(
                used_bytes=F("used_bytes") + size
            )
        )

    def give_back(self, family_id: int, size: int) -> None:
        self.filter(family_id=family_id).update(used_bytes=F("used_bytes") - size)


def default_limit() -> int:
    return settings.FAMILY_LIMIT_BYTES


class Usage(models.Model):
    """The bytes of a family's originals, and its limit. Derivatives are ours and do not count."""

    family = models.OneToOneField(Family, models.CASCADE, primary_key=True, related_name="usage")
    used_bytes = models.BigIntegerField(default=0)
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
