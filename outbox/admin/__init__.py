"""Messages and dead letters in the admin: lists, and the buttons that retry, replay and close. Knows the rest of the
outbox; nothing knows it but Django's admin. Start with `dead_letters.py`."""

from outbox.admin import dead_letters, messages  # noqa: F401
