"""Add to every template what it shows of the person who reads the page."""

from accounts.models import DEFAULT_TEXT_STEP


def reader(request) -> dict:
    """Add `text_step` (1 to 5), the person's or the default. Templates find whom to call in `user.helper`."""
    user = getattr(request, "user", None)
    return {"text_step": getattr(user, "text_step", DEFAULT_TEXT_STEP)}
