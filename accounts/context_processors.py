"""Add to every template what it shows of the person who reads the page."""

from django.utils.functional import SimpleLazyObject

from accounts.models import DEFAULT_TEXT_STEP, User
from accounts.services import registration
from picup.web import help_card, theme
from picup.web.help_card import Call


def reader(request) -> dict:
    """Add `text_step` (1 to 5), `theme`, `call` (None without a number) and `sign_up_is_open`.

    They are the person's. When nobody is signed in, they are those of the parent whose browser it is.
    """
    user = getattr(request, "user", None)
    card = None if user and user.is_authenticated else help_card.read(request)
    return {
        "text_step": getattr(user, "text_step", card.text_step if card else DEFAULT_TEXT_STEP),
        "theme": getattr(user, "theme", None) or theme.read(request),
        # Asked for its helper's name, which is a query, only where the page shows it.
        "call": SimpleLazyObject(lambda: find_call(user, card)),
        # A function: only the two pages that have a link to the sign-up ask.
        "sign_up_is_open": registration.is_open,
    }


def find_call(user: User | None, card: help_card.HelpCard | None) -> Call | None:
    """Return whom to call. None if there is no number."""
    if card:
        return card.call
    phone = getattr(user, "help_phone", "")
    return Call(user.helper_name(), phone, user.dial()) if user and phone else None
