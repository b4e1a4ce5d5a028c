"""What happens to people outside requests."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from accounts.services import passwords
from outbox.consuming import Delivery, handler


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    """Deletes sessions that have run out, which nothing else removes from the database."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@handler("accounts.send_password_reset", queue="mail")
def send_password_reset(delivery: Delivery, *, email: str, origin: str, language: str) -> None:
    """A mail server that is down is tried again; a letter sent twice does no harm."""
    passwords.send_reset(email=email, origin=origin, language=language)
