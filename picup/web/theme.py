"""Light or dark: what a person has chosen, and a cookie of it for the pages where nobody is signed in."""

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

COOKIE = "theme"


class Theme(TextChoices):
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    AUTO = "auto", _("Same as the device")


def read(request) -> str:
    """Return the theme in a request's cookie. AUTO without one, or if it is none of ours."""
    chosen = request.COOKIES.get(COOKIE)
    return chosen if chosen in Theme.values else Theme.AUTO


def give(response, theme: str) -> None:
    """Send the theme with an answer, for as long as browsers keep a cookie."""
    response.set_cookie(
        COOKIE,
        theme,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE or None,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )
