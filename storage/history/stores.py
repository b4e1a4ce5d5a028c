"""Which store: MongoDB where MONGO_URL is set, else a table."""

import os
from functools import cache

from django.conf import settings

from storage.history.base import Store


def get_store() -> Store:
    # After a fork another one is made: the parent's connections and threads are not the child's.
    return make_store(settings.MONGO_URL, os.getpid())


@cache
def make_store(mongo_url: str, process: int) -> Store:
    # Imported late: the models are not ready yet, and without a server there is no such package.
    if mongo_url:
        from storage.history.mongo import MongoStore

        return MongoStore(mongo_url)
    from storage.history.table import TableStore

    return TableStore()
