"""The store in the site's own database."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from storage.history.base import Store, file_filter
from storage.history.events import Event
from storage.history.models import FileEvent

# Events changed or deleted in one transaction.
BATCH = 1000
COLUMNS = [field.name for field in fields(Event)]


class TableStore(Store):
    """Events in a table. Errors of the database are not translated: outbox/retries.py takes them for outages too."""

    def add(self, events: list[Event]) -> None:
        FileEvent.objects.bulk_create((FileEvent(**asdict(event)) for event in events), ignore_conflicts=True)

    def of(self, file: int | str, limit: int) -> list[Event]:
        rows = FileEvent.objects.filter(**file_filter(file)).order_by("-at", "-id").values(*COLUMNS)
        return [Event(**row) for row in reversed(rows[:limit])]

    def forget_files(self, file_ids: Sequence[int]) -> int:
        forgotten = 0
        while ids := self.first_ids(file_id__in=file_ids):
            forgotten += FileEvent.objects.filter(pk__in=ids).delete()[0]
        return forgotten

    def rename_actors(self, names: Sequence[str], to: str) -> int:
        renamed = 0
        while ids := self.first_ids(actor__in=names):
            renamed += FileEvent.objects.filter(pk__in=ids).update(actor=to)
        return renamed

    def first_ids(self, **conditions) -> list[str]:
        return list(FileEvent.objects.filter(**conditions).order_by().values_list("pk", flat=True)[:BATCH])
