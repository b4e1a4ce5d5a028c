"""The embedded broker: a SQLite file that kombu keeps. It forgets what a killed worker had in hand, so it is emptied
at the start; the outbox holds the truth."""

from django.conf import settings


def empty_broker() -> None:
    """Removes the broker's file. Only while neither a worker nor a web process runs."""
    if settings.BROKER_IS_EMBEDDED:
        for suffix in ("", "-journal", "-wal", "-shm"):
            settings.EMBEDDED_BROKER.with_name(settings.EMBEDDED_BROKER.name + suffix).unlink(missing_ok=True)
