"""Password reset by e-mail. The web only records the wish; the worker looks whether there is such a person,
so that the answer neither waits for a mail server nor tells who has an account."""

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
from accounts.throttling import first_in

# One letter per address and minute is enough, however often the button is pressed.
QUIET_SECONDS = 60


def request_reset(*, email: str, origin: str, language: str) -> None:
    """Records that a letter be sent to `email`, if somebody has it. `origin`: such as https://album.example."""
    key = "reset:" + hashlib.sha256(email.encode()).hexdigest()
    if first_in(QUIET_SECONDS, key, if_unknown=True):
        with transaction.atomic():
            outbox.publish("accounts.send_password_reset", email=email, origin=origin, language=language)


def send_reset(*, email: str, origin: str, language: str) -> None:
    """Sends the letter. The token is made here, so that no table ever holds it. Raises what SMTP raises."""
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
    # To the address of the row: a database that finds `é` for `e` must not send it to the address typed.
    send_mail(subject, body, None, [user.email])
