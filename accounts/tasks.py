"""The tasks of accounts."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from accounts import throttling
from accounts.services import device_letters, journal, letters, links, passwords, session_keys, sessions
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


@handler("accounts.tell_of_device", queue="mail")
def tell_of_device(delivery: Delivery, *, device_id: int, origin: str) -> None:
    """Publish a letter to each owner about a new device of a personal link."""
    device_letters.tell_owners(delivery, device_id=device_id, origin=origin)


@handler("accounts.send_device_letter", queue="mail")
def send_device_letter(delivery: Delivery, *, device_id: int, owner_id: int, origin: str) -> None:
    """Send one owner's letter. A message for each, so that a letter that fails sends no other one twice."""
    device_letters.send_letter(device_id=device_id, owner_id=owner_id, origin=origin)


@shared_task(name="accounts.close_void_links")
def close_void_links() -> int:
    return links.close_void()
