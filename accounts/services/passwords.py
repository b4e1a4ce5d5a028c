"""Password reset by e-mail.

The request only publishes a message; a worker looks for the account. So the answer does not wait for a mail server, and
its time does not tell who has an account.
"""

import hashlib

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

import outbox
from accounts.models import User
from accounts.throttling import is_first_within

# Seconds in which one address is sent one letter, however often the button is pressed.
QUIET_SECONDS = 60


def request_reset(*, email: str, origin: str, language: str) -> None:
    """Publish the message that sends a letter to `email`, if there is such an account.

    `origin` is the site's, such as https://album.example. `language` is used if the person has chosen none.
    """
    key = "reset:" + hashlib.sha256(email.encode()).hexdigest()
    if is_first_within(QUIET_SECONDS, key, if_unknown=True):
        with transaction.atomic():
            outbox.publish("accounts.send_password_reset", email=email, origin=origin, language=language)


def send_reset(*, email: str, origin: str, language: str) -> None:
    """Send the letter, or do nothing if no account has a password and this `email`. Raise SMTP's exceptions.

    The token is created here, so that no message in the database holds it.
    """
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None or not user.email or not user.has_usable_password():
        return
    token = default_token_generator.make_token(user)
    context = {
        "user": user,
        "address": origin + reverse("password_reset_confirm", args=[user.public_id, token]),
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    with translation.override(user.language or language):
        subject = render_to_string("password_reset_subject.txt", context).strip()
        body = render_to_string("password_reset_email.txt", context)
    # Use the address of the row: a database that treats `é` as `e` must not send the letter to the typed address.
    send_mail(subject, body, None, [user.email])
