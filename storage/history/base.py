"""What a store of history must do. Each store has its own file, and one suite (tests/test_stores.py) runs on each."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from storage.history.events import Event


class HistoryUnavailable(Exception):
    """The store did not answer. It may answer later."""

    permanent = False
    outage = True


class Store(ABC):
    """Append-only but for what must be forgotten. Instances are shared by threads."""

    @abstractmethod
    def add(self, events: list[Event]) -> None:
        """Store all events durably. Leave an event alone whose id is stored already.

        Raise `HistoryUnavailable`; some of the events may be stored then.
        """

    @abstractmethod
    def of(self, file: int | str, limit: int) -> list[Event]:
        """Return the last `limit` events of a row's id or of a key, oldest first. Raise `HistoryUnavailable`."""

    @abstractmethod
    def forget_files(self, file_ids: Sequence[int]) -> int:
        """Delete all events of these files. Return how many. Raise `HistoryUnavailable`."""

    @abstractmethod
    def rename_actors(self, names: Sequence[str], to: str) -> int:
        """Write `to` for the actor of every event whose actor is one of `names`. Return how many.

        Raise `HistoryUnavailable`.
        """


def file_filter(file: int | str) -> dict[str, int | str]:
    """Return the filter for the events of a file, given by its row's id or by its key."""
    return {"file_id": file} if isinstance(file, int) else {"file_key": file}
