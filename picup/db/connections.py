"""Give connections back while waiting for something that is not the database."""

from django.db import connections


def release_connections() -> None:
    """Close this thread's connections; the next query opens one again.

    Call it before the slow parts of an upload: a telephone that sends, a queue for the decoder, a storage that hangs.
    However many requests wait there, the server has connections for all others. Do nothing inside a transaction,
    and nothing for SQLite, where a connection is an open file that nobody else waits for.
    """
    for connection in connections.all(initialized_only=True):
        if connection.vendor != "sqlite" and not connection.in_atomic_block:
            connection.close()
