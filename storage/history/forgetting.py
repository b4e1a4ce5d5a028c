"""Forgetting: the only change that history ever sees. Files and people that are erased leave it too."""

from collections.abc import Sequence

from django.conf import settings

from picup.core.actor import NOBODY
from storage.history.base import Store
from storage.history.stores import get_store
from storage.history.table import TableStore


def stores() -> list[Store]:
    """Return every store that may have events: with MongoDB also the table, which has those from before."""
    return [get_store(), TableStore()] if settings.MONGO_URL else [get_store()]


def forget_files(file_ids: Sequence[int]) -> int:
    """Delete all events of these files. Return how many. Raise `HistoryUnavailable`."""
    return sum(store.forget_files(file_ids) for store in stores())


def forget_actor(public_id: str) -> int:
    """Write nobody for a person in all events that she caused. Return how many. Raise `HistoryUnavailable`.

    The events stay: they tell of files that the family keeps.
    """
    names = [public_id, f"administrator {public_id}"]
    return sum(store.rename_actors(names, NOBODY) for store in stores())
