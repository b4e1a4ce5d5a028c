"""History in the site's own database."""

from dataclasses import asdict, fields

from storage.history.base import Store, which
from storage.history.events import Event
from storage.history.models import FileEvent

COLUMNS = [field.name for field in fields(Event)]


class TableStore(Store):
    """The database's own errors are outages already (outbox/retries.py)."""

    def add(self, events: list[Event]) -> None:
        FileEvent.objects.bulk_create((FileEvent(**asdict(event)) for event in events), ignore_conflicts=True)

    def of(self, file: int | str, limit: int) -> list[Event]:
        rows = FileEvent.objects.filter(**which(file)).order_by("-at", "-id").values(*COLUMNS)
        return [Event(**row) for row in reversed(rows[:limit])]
