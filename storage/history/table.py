"""The store in the site's own database."""

from dataclasses import asdict, fields

from storage.history.base import Store, file_filter
from storage.history.events import Event
from storage.history.models import FileEvent

COLUMNS = [field.name for field in fields(Event)]


class TableStore(Store):
    """Events in a table. Errors of the database are not translated: outbox/retries.py takes them for outages too."""

    def add(self, events: list[Event]) -> None:
        FileEvent.objects.bulk_create((FileEvent(**asdict(event)) for event in events), ignore_conflicts=True)

    def of(self, file: int | str, limit: int) -> list[Event]:
        rows = FileEvent.objects.filter(**file_filter(file)).order_by("-at", "-id").values(*COLUMNS)
        return [Event(**row) for row in reversed(rows[:limit])]
