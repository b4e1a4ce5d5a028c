"""Messages and dead letters, for the administrator."""

from outbox.admin import dead_letters, messages  # noqa: F401
