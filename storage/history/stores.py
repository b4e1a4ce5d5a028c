"""Choosing the store: MongoDB where MONGO_URL is set, else a table of the database."""

import os
from functools import cache

from django.conf import settings

from storage.history.base import Store


def get_store() -> Store:
    """Return this process's store."""
    # A new one after a fork, because connections and threads of the parent do not work in the child.
    return make_store(settings.MONGO_URL, os.getpid())


@cache
def make_store(mongo_url: str, process: int) -> Store:
    """Return the store for these settings, made once for each `process` (its id)."""
    # Imported late: `storage.history` is imported before models are ready, and pymongo is installed only with MongoDB.
    if mongo_url:
        from storage.history.mongo import MongoStore

        return MongoStore(mongo_url)
    from storage.history.table import TableStore

    return TableStore()
