"""Reading a file's history."""

from storage.history.events import Event
from storage.history.stores import get_store


def of(file: int | str, limit: int = 200) -> list[Event]:
    """The last `limit` events of a file, oldest first: by its row's id, or by a key (of an object in a
    storage, whose row is perhaps unknown). Raises `HistoryUnavailable`, within two seconds."""
    return get_store().of(file, limit)
