"""Add to every template what it shows of the person who reads the page."""

from accounts.models import DEFAULT_TEXT_STEP
from accounts.services import registration


def reader(request) -> dict:
    """Add `text_step` (1 to 5), the person's or the default, and `sign_up_is_open`.

    Templates find whom to call in `user.helper`.
    """
    user = getattr(request, "user", None)
    # A function: only the two pages that have a link to the sign-up ask.
    return {
        "text_step": getattr(user, "text_step", DEFAULT_TEXT_STEP),
        "sign_up_is_open": registration.is_open,
    }
