"""Letters to people: how many, to whom, and what the links in them prove.

A request only publishes a message; a worker writes the letter. So the answer does not wait for a mail server, and
neither its words nor its time tell who has an account.
"""

import hashlib
import logging
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

import outbox
from accounts.counters import LETTERS_REFUSED
from accounts.models import User
from accounts.throttling import Limit, is_first_within
from picup.core.transactions import retry_contended

logger = logging.getLogger(__name__)

# Letters in an hour that one address (IPv6: one /64) may ask for, and that one e-mail gets.
BY_CALLER = Limit("letters of a caller", most=10)
BY_EMAIL = Limit("letters to an e-mail", most=5)
# Seconds in which one e-mail is sent one letter of a kind, however often the button is pressed.
QUIET_SECONDS = 60
# Seconds for which a link in a letter opens what it says.
LIFETIME = settings.PASSWORD_RESET_TIMEOUT
SIGN_UP_SALT, EMAIL_SALT = "picup.sign-up", "picup.email"


class TooManyLetters(Exception):
    """This caller has asked for as many letters as one may in an hour."""


class NotSent(Exception):
    """Take back what the transaction of a letter has written."""


@dataclass(frozen=True)
class SignUpLetter:
    """What the link of a letter says: who opens it reads this e-mail. `invitation` is its public id, or ""."""

    email: str
    invitation: str


def of_site() -> Limit:
    return Limit("letters of the site", most=settings.LETTERS_PER_HOUR)


def publish(task: str, arguments: dict, *, email: str, caller: str, is_wanted: bool = True) -> None:
    """Publish the message of a letter to `email`, unless there were too many, or it is not wanted.

    `caller` is the network of who asks. A letter that is not wanted is one to an e-mail without an account: the same
    is done for it and then taken back, so that the answer takes as long and no row stays. Raise TooManyLetters.
    """
    key = f"{task}:{hashlib.sha256(email.encode()).hexdigest()}"
    is_first = is_first_within(QUIET_SECONDS, key, if_unknown=True)
    write = partial(count_and_publish, task, arguments, email, caller, is_first, is_wanted)
    retry_contended(write, what="A letter")


def count_and_publish(
    task: str, arguments: dict, email: str, caller: str, is_first: bool, is_wanted: bool
) -> None:
    """Do what `publish` does in one transaction, so that every answer takes one commit."""
    with transaction.atomic():
        if not BY_CALLER.take(caller):
            refuse("caller")
            raise TooManyLetters
        if not is_first:
            return
        with suppress(NotSent), transaction.atomic():
            full = next(
                (limit for limit, who in ((BY_EMAIL, email), (of_site(), "")) if not limit.take(who)), None
            )
            outbox.publish(task, **arguments)
            if full and is_wanted:
                refuse("e-mail" if full is BY_EMAIL else "site")
            if full or not is_wanted:
                raise NotSent


def refuse(which: str) -> None:
    LETTERS_REFUSED.labels(which).inc()
    logger.warning("A letter was not sent: there were too many in this hour, by %s", which)


def send(template: str, *, to: str, language: str, **context) -> None:
    """Send the letter of two templates, `<template>_subject.txt` and `<template>_email.txt`. Raise SMTP's errors."""
    context["hours"] = LIFETIME // 3600
    with translation.override(language):
        subject = render_to_string(f"{template}_subject.txt", context).strip()
        body = render_to_string(f"{template}_email.txt", context)
    send_mail(subject, body, None, [to])


# --- Signing up -------------------------------------------------------------------------------------


def ask_to_sign_up(*, email: str, invitation: str, origin: str, language: str, caller: str) -> None:
    """Publish the letter that goes on with a sign-up, or says that there is an account. Raise TooManyLetters."""
    arguments = {"email": email, "invitation": invitation, "origin": origin, "language": language}
    publish("accounts.send_sign_up_letter", arguments, email=email, caller=caller)


def send_sign_up_letter(*, email: str, invitation: str, origin: str, language: str) -> None:
    """Send one of two letters: with a link to go on, or "you have an account". Raise SMTP's exceptions.

    The token is made here, so that no message in the database holds it.
    """
    if user := User.objects.filter(email=email).first():
        pages = {"sign_in": origin + reverse("login"), "reset": origin + reverse("password_reset")}
        send("has_account", to=user.email or email, language=user.language or language, **pages)
        return
    token = signing.dumps([email, invitation], salt=SIGN_UP_SALT)
    send("signup", to=email, language=language, address=origin + reverse("signup_finish", args=[token]))


def read_sign_up_letter(token: str) -> SignUpLetter | None:
    """Return what a letter's link says. None for an unknown or old one."""
    try:
        return SignUpLetter(*signing.loads(token, salt=SIGN_UP_SALT, max_age=LIFETIME))
    except (signing.BadSignature, ValueError):
        return None


# --- Verifying the e-mail of an account -------------------------------------------------------------


def ask_to_verify(*, user: User, origin: str, language: str, caller: str) -> None:
    """Publish the letter that verifies the e-mail of an account. Raise TooManyLetters."""
    arguments = {"user_id": user.public_id, "origin": origin, "language": language}
    publish("accounts.send_email_letter", arguments, email=user.email or "", caller=caller)


def send_email_letter(*, user_id: str, origin: str, language: str) -> None:
    """Send the letter that verifies an e-mail, unless it is verified. Raise SMTP's exceptions."""
    user = User.objects.filter(public_id=user_id, is_active=True, email_verified_at=None).first()
    if user is None or not user.email:
        return
    token = signing.dumps([user.public_id, user.email], salt=EMAIL_SALT)
    address = origin + reverse("email_verify", args=[token])
    send("email_verify", to=user.email, language=user.language or language, address=address, user=user)


def find_to_verify(token: str) -> User | None:
    """Return the person whose e-mail a letter's link verifies. None for an old link, and if the e-mail is another."""
    try:
        public_id, email = signing.loads(token, salt=EMAIL_SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError):
        return None
    return User.objects.filter(public_id=public_id, email=email, is_active=True).first()


def mark_verified(user: User) -> None:
    """Note that whoever has this account reads its e-mail."""
    User.objects.filter(pk=user.pk, email=user.email, email_verified_at=None).update(
        email_verified_at=timezone.now()
    )


def may_write_to(user: User) -> bool:
    """Return True if letters that she has not asked for may go to a person: mail is sent, her e-mail is verified."""
    return bool(settings.LETTERS_ARE_SENT and user.is_active and user.email and user.email_verified_at)
