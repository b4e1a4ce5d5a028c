"""Not to hold a connection while waiting for something that is not the database."""

from django.db import connections


def release_connections() -> None:
    """Gives this thread's connections back to their servers; the next query opens one again.

    Before the slow parts of an upload: a telephone that sends, a queue for the decoder, a storage that hangs.
    However many wait there, the server has its connections for those who do not. Not SQLite, where a
    connection is an open file that nobody else waits for, nor inside of a transaction.
    """
    for connection in connections.all(initialized_only=True):
        if connection.vendor != "sqlite" and not connection.in_atomic_block:
            connection.close()
