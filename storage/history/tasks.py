"""The handler of the message that carries events to their store."""

from outbox.consuming import Delivery, handler
from storage.history.events import Event
from storage.history.stores import get_store


@handler("storage.record_history", queue="files")
def record_history(delivery: Delivery, *, events: list[dict]) -> None:
    """Store the events. May run twice: the store leaves events alone that it has. Raise `HistoryUnavailable`."""
    get_store().add([Event.from_json(values) for values in events])
