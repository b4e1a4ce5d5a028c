"""Password reset by e-mail. What a request does, and how often, is in `letters.py`."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from accounts.models import User
from accounts.services import letters


def request_reset(*, email: str, origin: str, language: str, caller: str = "") -> None:
    """Publish the message that sends a letter to `email`, if there is such an account. Raise TooManyLetters.

    `origin` is the site's, such as https://album.example. `language` is used if the person has chosen none. `caller` is
    the network of who asks.
    """
    arguments = {"email": email, "origin": origin, "language": language}
    is_known = find_account(email) is not None
    letters.publish("accounts.send_password_reset", arguments, email=email, caller=caller, is_wanted=is_known)


def find_account(email: str) -> User | None:
    """Return the account that has a password and this e-mail. None if there is none."""
    user = User.objects.filter(email=email, is_active=True).first()
    return user if user and user.email and user.has_usable_password() else None


def send_reset(*, email: str, origin: str, language: str) -> None:
    """Send the letter, or do nothing if no account has a password and this `email`. Raise SMTP's exceptions.

    The token is created here, so that no message in the database holds it.
    """
    user = find_account(email)
    if user is None:
        return
    token = default_token_generator.make_token(user)
    address = origin + reverse("password_reset_confirm", args=[user.public_id, token])
    # Use the address of the row: a database that treats `é` as `e` must not send the letter to the typed address.
    to: str = user.email or ""
    letters.send("password_reset", to=to, language=user.language or language, address=address, user=user)
