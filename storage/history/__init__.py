"""The history of files: an event for each step of a file's life. Nothing changes them, except forgetting.

    with transaction.atomic():
        ...                                                        # the step itself
        history.record(file, Step.HEALED, storage="main")

An event is recorded in the transaction of its step. It goes through the outbox to the store: MongoDB where MONGO_URL is
set, else a table of the database. If the store is away, only history is late: no row and no decision depends on it.

The room may know `outbox` and `picup`, and nothing else of `storage`. Start with `events.py`, then `recording.py`.
"""

from storage.history.base import HistoryUnavailable
from storage.history.events import Event, Step
from storage.history.forgetting import forget_actor, forget_files
from storage.history.queries import of
from storage.history.recording import event, record, record_many

__all__ = [
    "Event",
    "HistoryUnavailable",
    "Step",
    "event",
    "forget_actor",
    "forget_files",
    "of",
    "record",
    "record_many",
]
