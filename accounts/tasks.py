"""The tasks of accounts."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from accounts import throttling
from accounts.services import letters, passwords
from outbox.consuming import Delivery, handler


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    """Delete expired sessions, which nothing else deletes from the database."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@shared_task(name="accounts.forget_tallies")
def forget_tallies() -> None:
    """Delete what was counted for limits whose time is over."""
    throttling.forget_old()


@handler("accounts.send_sign_up_letter", queue="mail")
def send_sign_up_letter(
    delivery: Delivery, *, email: str, invitation: str, origin: str, language: str
) -> None:
    """Send the letter that goes on with a sign-up. A second letter does no harm."""
    letters.send_sign_up_letter(email=email, invitation=invitation, origin=origin, language=language)


@handler("accounts.send_email_letter", queue="mail")
def send_email_letter(delivery: Delivery, *, user_id: str, origin: str, language: str) -> None:
    """Send the letter that verifies an e-mail. A second letter does no harm."""
    letters.send_email_letter(user_id=user_id, origin=origin, language=language)


@handler("accounts.send_password_reset", queue="mail")
def send_password_reset(delivery: Delivery, *, email: str, origin: str, language: str) -> None:
    """Send a password reset. If the mail server is down, the message is retried; a second letter does no harm."""
    passwords.send_reset(email=email, origin=origin, language=language)
