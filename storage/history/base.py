"""What a store of history must do. One file per store; one suite (tests/test_stores.py) runs on each."""

from abc import ABC, abstractmethod

from storage.history.events import Event


class HistoryUnavailable(Exception):
    """The store did not answer now; it may later."""

    permanent = False
    outage = True


class Store(ABC):
    """Append-only. Instances are shared by threads."""

    @abstractmethod
    def add(self, events: list[Event]) -> None:
        """Keeps all of them, durably. One that is there already stays as it is. Raises
        `HistoryUnavailable`; some of them may then be kept."""

    @abstractmethod
    def of(self, file: int | str, limit: int) -> list[Event]:
        """The last `limit` events of a row's id or of a key, oldest first. Raises `HistoryUnavailable`."""


def which(file: int | str) -> dict[str, int | str]:
    """What the events of a row's id, or of a key, have in common."""
    return {"file_id": file} if isinstance(file, int) else {"file_key": file}
