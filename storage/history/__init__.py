"""The history of files: an append-only event for each step of a file's life.

    with transaction.atomic():
        ...                                                        # the step itself
        history.record(file, Step.HEALED, storage="main")

Recorded in the transaction of the step, it travels through the outbox to the store that MONGO_URL names, or
to a table of the database. A store that is away delays history and nothing else: no row and no decision
depends on it.
"""

from storage.history.base import HistoryUnavailable
from storage.history.events import Event, Step
from storage.history.queries import of
from storage.history.recording import event, record, record_many

__all__ = ["Event", "HistoryUnavailable", "Step", "event", "of", "record", "record_many"]
