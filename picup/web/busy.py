"""Responses of a busy site: contention until the last try (picup/core/transactions.py), too many uploads, too many
passwords at once, and a full disk."""

import logging
from functools import cache

from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from picup.core.full import is_full
from picup.core.passwords import TooManyPasswords
from picup.core.transactions import is_contended
from picup.web.errors import error_page
from picup.web.negotiation import wants_json

logger = logging.getLogger(__name__)
RETRY_SECONDS = 5
# Who finds no place for an upload: a photo gives its place back in a fraction of a second.
PLACE_SECONDS = 1


class BusyMiddleware:
    """Answer 503 instead of 500 if a view ends in contention, meets a full disk, or cannot hash a password now.

    Nothing is broken, and nothing was changed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception) -> HttpResponse | None:
        """Return the 503, or None for any other exception."""
        if isinstance(exception, TooManyPasswords):
            sentence = _("Many people are signing in just now. Please wait a moment and try again.")
            return add_retry_after(error_page(request, 503, _("Too much at once"), sentence))
        if is_full(exception):
            heading = _("There is no room just now")
            sentence = _(
                "Nothing can be added or changed until there is room again. Every photo is still here."
            )
        elif isinstance(exception, OperationalError) and is_contended(exception):
            heading, sentence = (
                _("Too much at once"),
                _("Please wait a moment and try again. No photo is lost."),
            )
        else:
            return None
        logger.error("Answered as busy: %s", exception)
        return add_retry_after(error_page(request, 503, heading, sentence))


def add_retry_after(response: HttpResponse, seconds: int = RETRY_SECONDS) -> HttpResponse:
    """Add `Retry-After` to a response."""
    response["Retry-After"] = str(seconds)
    return response


def too_many_uploads(request) -> HttpResponse:
    """Return a 503 without any query.

    The page is in both languages, because the person is not known yet. The JSON for scripts has no `reason`, which the
    uploader would take for a refusal of the photo.
    """
    if wants_json(request):
        response: HttpResponse = JsonResponse({"error": "busy", "retry_after": PLACE_SECONDS}, status=503)
    else:
        response = HttpResponse(render_too_many(), status=503)
    response["Cache-Control"] = "no-store"
    return add_retry_after(response, PLACE_SECONDS)


@cache
def render_too_many() -> str:
    """Return the page for a browser, always the same one: refusing a hundred times a second costs little."""
    return render_to_string("upload_busy.html")
