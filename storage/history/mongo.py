"""The store in MongoDB: one document for each event, in the collection `file_events` of MONGO_URL's database."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import pymongo
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, PyMongoError

from picup.env.server_urls import mongo_options
from storage.history.base import HistoryUnavailable, Store, file_filter
from storage.history.events import Event

CONNECT_MILLISECONDS = 2000
SOCKET_MILLISECONDS = 5000
DEFAULTS: dict[str, Any] = {
    "appname": "picup",
    "connectTimeoutMS": CONNECT_MILLISECONDS,
    "serverSelectionTimeoutMS": CONNECT_MILLISECONDS,
    "socketTimeoutMS": SOCKET_MILLISECONDS,
}
# For one call of `add`, including pymongo's own retry on a new connection.
ADD_SECONDS = 5
# For one call of `of`. A person waits for the page.
READ_SECONDS = 1
# For one change of many events: no index finds those of an actor.
FORGET_SECONDS = 120
# After a failure `add` fails at once for so long: a worker that waited for the server with every message would have no
# time for pictures and files.
PAUSE_SECONDS = 30
DUPLICATE = 11000


class MongoStore(Store):
    """Events in MongoDB. `url` is as in MONGO_URL. The connection is opened by the first query, not here."""

    def __init__(self, url: str):
        # Keyword arguments take precedence over the url's options, so pass only defaults that the url does not set.
        # The write concern is always ours (picup/env/server_urls.py).
        in_url = mongo_options(url)
        defaults = {name: value for name, value in DEFAULTS.items() if name.lower() not in in_url}
        client: pymongo.MongoClient = pymongo.MongoClient(
            url,
            connect=False,
            tz_aware=True,
            w="majority",
            journal=True,
            wTimeoutMS=SOCKET_MILLISECONDS,
            **defaults,
        )
        self.events: Collection = client.get_default_database("picup")["file_events"]
        self.is_indexed = False
        self.away_until = 0.0

    def add(self, events: list[Event]) -> None:
        """See `Store.add`. For PAUSE_SECONDS after a failure, fail without asking the server."""
        if time.monotonic() < self.away_until:
            raise HistoryUnavailable("MongoDB was not reachable a moment ago")
        try:
            with pymongo.timeout(ADD_SECONDS):
                self.make_indexes()
                self.insert(events)
        except PyMongoError as error:
            self.away_until = time.monotonic() + PAUSE_SECONDS
            raise HistoryUnavailable(f"MongoDB: {error}") from error

    def insert(self, events: list[Event]) -> None:
        """Insert all events, and ignore those that are stored already. Raise `PyMongoError`."""
        try:
            self.events.insert_many([to_document(event) for event in events], ordered=False)
        except BulkWriteError as error:
            details = error.details or {}
            refused = [each for each in details.get("writeErrors", []) if each.get("code") != DUPLICATE]
            if refused or details.get("writeConcernErrors"):
                raise

    def make_indexes(self) -> None:
        """Create the indexes, once in each process. MongoDB ignores what is there already."""
        if not self.is_indexed:
            # A file's history in order: by its row's id, and by its key, which is all that a storage knows.
            self.events.create_index([("file_id", 1), ("at", 1), ("_id", 1)], name="events_of_file")
            self.events.create_index([("file_key", 1), ("at", 1), ("_id", 1)], name="events_of_key")
            self.is_indexed = True

    def of(self, file: int | str, limit: int) -> list[Event]:
        order = [("at", pymongo.DESCENDING), ("_id", pymongo.DESCENDING)]
        try:
            with pymongo.timeout(READ_SECONDS):
                found = list(self.events.find(file_filter(file)).sort(order).limit(limit))
        except PyMongoError as error:
            raise HistoryUnavailable(f"MongoDB: {error}") from error
        return [from_document(document) for document in reversed(found)]

    def forget_files(self, file_ids: Sequence[int]) -> int:
        return self.forget(
            lambda: self.events.delete_many({"file_id": {"$in": list(file_ids)}}).deleted_count
        )

    def rename_actors(self, names: Sequence[str], to: str) -> int:
        wanted, change = {"actor": {"$in": list(names)}}, {"$set": {"actor": to}}
        return self.forget(lambda: self.events.update_many(wanted, change).modified_count)

    def forget(self, change: Callable[[], int]) -> int:
        """Return what `change` returns. Raise `HistoryUnavailable`; the same call may be repeated."""
        try:
            with pymongo.timeout(FORGET_SECONDS):
                return change()
        except PyMongoError as error:
            raise HistoryUnavailable(f"MongoDB: {error}") from error


def to_document(event: Event) -> dict:
    values = asdict(event)
    return {"_id": values.pop("id"), **values}


def from_document(document: dict) -> Event:
    return Event(id=document.pop("_id"), **document)
