"""The answer to a change that others were in the way of until its last try (picup/databases/retrying.py)."""

import logging

from django.db import OperationalError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from picup.databases.retrying import is_contended
from picup.web.errors import error_page

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
        return ask_to_come_again(error_page(request, 503, heading, sentence))


def ask_to_come_again(response: HttpResponse) -> HttpResponse:
    """Add `Retry-After` to a response."""
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
