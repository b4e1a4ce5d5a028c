"""Reading a file's history."""

from storage.history.events import Event
from storage.history.stores import get_store


def of(file: int | str, limit: int = 200) -> list[Event]:
    """Return the last `limit` events of a file, oldest first.

    `file` is the id of its row, or a key: an object in a storage may have no row. Raise `HistoryUnavailable`, within
    two seconds.
    """
    return get_store().of(file, limit)
