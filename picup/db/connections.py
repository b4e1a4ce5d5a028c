"""Close connections while a request waits for something other than the database."""

from django.db import connections


def release_connections() -> None:
    """Close this thread's connections. The next query opens one again.

    Call it before the slow parts of an upload: receiving from a phone, waiting for a decoder, writing to a slow
    storage. Then the server has connections for all other requests, however many wait there. Do nothing inside a
    transaction, and nothing for SQLite, where a connection is only an open file.
    """
    for connection in connections.all(initialized_only=True):
        if connection.vendor != "sqlite" and not connection.in_atomic_block:
            connection.close()
