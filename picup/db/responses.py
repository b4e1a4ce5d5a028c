"""Responses that need no database: to a change in read-only mode, and to everything when no database is left."""

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation

from picup.web import help_card, theme
from picup.web.negotiation import wants_page

RETRY_SECONDS = 10
HEADERS = {
    "Retry-After": str(RETRY_SECONDS),
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    # The middleware that sets it is not reached.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
}


def read_only_response(request) -> HttpResponse:
    """Return the 503 of read-only mode, in which people can look and nothing is written."""
    return answer(request, "read-only", looking=True)


def unavailable_response(request) -> HttpResponse:
    """Return the 503 for a site without any database."""
    return answer(request, "resting", looking=False)


def answer(request, error: str, *, looking: bool) -> HttpResponse:
    """Return a page, or JSON for a script.

    The JSON has no `reason`, which the uploader would take for a refusal of the photo.
    """
    if wants_page(request):
        return HttpResponse(page(request, looking), status=503, headers=HEADERS)
    return JsonResponse({"error": error, "retry_after": RETRY_SECONDS}, status=503, headers=HEADERS)


def page(request, looking: bool) -> str:
    """Return the page in both languages, because the reader's own language is in the database.

    The call button is in that of the card.
    """
    card = help_card.read(request)
    context = {"looking": looking, "call": card and card.call, "theme": theme.read(request)}
    with translation.override(card.language if card and card.language else "ko"):
        return render_to_string("read_only.html", context)
