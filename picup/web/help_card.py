"""What a parent's browser keeps of whom she calls for help, so that every door knows her when nobody is signed in.

A closed link, an ended session, a wrong address, and a page without a database can then say her name and show the
number. It is a cookie of her own browser: encrypted, unread by scripts, and it opens nothing.
"""

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from picup.encryption.columns import Unreadable, seal, unseal
from picup.encryption.keyring import field_keys

COOKIE = "picup_parent"
# What the value is bound to, as a column's value is to its column.
PLACE = "cookie.picup_parent"


@dataclass(frozen=True)
class Call:
    """Whom to call for help: a name, perhaps blank, and a number as it is shown and as it is dialled."""

    name: str
    phone: str
    dial: str


@dataclass(frozen=True)
class HelpCard:
    """A parent and her helper. Each text may be blank."""

    person: str  # public id
    name: str
    helper: str
    phone: str
    language: str
    text_step: int

    @property
    def call(self) -> Call | None:
        """Return whom she calls. None without a number."""
        return Call(self.helper, self.phone, dial(self.phone)) if self.phone else None


def dial(phone: str) -> str:
    """Return a number for a `tel:` link: digits and a plus sign only."""
    return "".join(character for character in phone if character in "+0123456789")


def write(card: HelpCard) -> str:
    """Return the cookie's value."""
    return seal(json.dumps(asdict(card)), PLACE, field_keys().newest)


def read(request) -> HelpCard | None:
    """Return the card in a request's cookie. None without one, or if it was not written here."""
    try:
        return HelpCard(**json.loads(unseal(request.COOKIES.get(COOKIE, ""), PLACE, field_keys())))
    except (Unreadable, ImproperlyConfigured, ValueError, TypeError):
        return None


def give(response, card: HelpCard) -> None:
    """Send the card with an answer, for as long as browsers keep a cookie."""
    response.set_cookie(
        COOKIE,
        write(card),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE or None,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def take_back(response) -> None:
    """Have the browser forget the card."""
    response.delete_cookie(COOKIE, samesite=settings.SESSION_COOKIE_SAMESITE)
