"""The embedded broker: a SQLite file that kombu writes. It forgets what a killed worker had taken, so it is emptied at
each start, and the outbox sends again what is not done."""

from django.conf import settings


def empty_broker() -> None:
    """Remove the embedded broker's file. Call it only while neither a worker nor a web process runs."""
    if settings.BROKER_IS_EMBEDDED:
        for suffix in ("", "-journal", "-wal", "-shm"):
            settings.EMBEDDED_BROKER.with_name(settings.EMBEDDED_BROKER.name + suffix).unlink(missing_ok=True)
