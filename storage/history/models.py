"""The table of events, for sites without MongoDB. storage/models.py imports it, so that Django finds it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from storage.history.events import Step


class FileEvent(models.Model):
    """One step of a file's life (storage/history/events.py). Rows are never changed.

    There is no foreign key, so that events stay when the file's row is deleted.
    """

    id = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()
    file_key = models.CharField(max_length=40)
    file_id = models.PositiveBigIntegerField()
    step = models.CharField(max_length=20, choices=Step.choices)
    storage = models.CharField(max_length=20, blank=True)
    actor = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("event of a file")
        verbose_name_plural = _("history of files")
        indexes = [
            # A file's history, in order.
            models.Index(fields=["file_id", "at", "id"], name="events_of_file"),
            # The history of an object without a row, by its key.
            models.Index(fields=["file_key", "at", "id"], name="events_of_key"),
            # The admin's list, newest first.
            models.Index(fields=["at", "id"], name="events_by_time"),
        ]

    def __str__(self):
        return f"{self.step} {self.file_key}"
