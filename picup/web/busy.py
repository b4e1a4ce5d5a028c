"""The answer to a change that others were in the way of until its last try (picup/core/transactions.py)."""

import logging

from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from picup.core.transactions import is_contended
from picup.web.errors import error_page
from picup.web.negotiation import wants_json

logger = logging.getLogger(__name__)
RETRY_SECONDS = 5


class BusyMiddleware:
    """Answer 503 instead of 500 when a view ends in contention: nothing is broken, and nothing was changed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError) or not is_contended(exception):
            return None
        logger.error("Answered as busy: %s", exception)
        heading, sentence = _("Too much at once"), _("Please wait a moment and try again. No photo is lost.")
        return add_retry_after(error_page(request, 503, heading, sentence))


def add_retry_after(response: HttpResponse) -> HttpResponse:
    """Add `Retry-After` to a response."""
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def too_many_uploads(request) -> HttpResponse:
    """503, without a look at the database. The page is in both languages: nobody knows yet who asks.

    For scripts without a `reason`, which the uploader would take for a refusal of the photo.
    """
    if wants_json(request):
        response: HttpResponse = JsonResponse({"error": "busy", "retry_after": RETRY_SECONDS}, status=503)
    else:
        response = HttpResponse(render_to_string("upload_busy.html"), status=503)
    response["Cache-Control"] = "no-store"
    return add_retry_after(response)
