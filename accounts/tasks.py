"""The tasks of accounts."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from accounts.services import journal, passwords, session_keys, sessions
from outbox.consuming import Delivery, handler


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    """Delete expired sessions, which nothing else deletes from the database."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    sessions.forget_ended()


@shared_task(name="accounts.hash_session_keys")
def hash_session_keys() -> int:
    """Hash the keys of sessions of earlier releases, a day after the update. Return how many."""
    return session_keys.hash_keys_after_update()


@shared_task(name="accounts.prune_journal")
def prune_journal() -> int:
    """Delete old entries of the account journal. Return how many."""
    return journal.prune()


@handler("accounts.send_password_reset", queue="mail")
def send_password_reset(delivery: Delivery, *, email: str, origin: str, language: str) -> None:
    """Send a password reset. If the mail server is down, the message is retried; a second letter does no harm."""
    passwords.send_reset(email=email, origin=origin, language=language)
