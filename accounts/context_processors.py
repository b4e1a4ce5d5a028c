"""What every template knows about the person who reads the page."""

from accounts.models import DEFAULT_TEXT_STEP


def reader(request) -> dict:
    """`text_step` (1 to 5) for every page. Whom a parent can call stands on `user` (help_phone, helper)."""
    user = getattr(request, "user", None)
    return {"text_step": getattr(user, "text_step", DEFAULT_TEXT_STEP)}
