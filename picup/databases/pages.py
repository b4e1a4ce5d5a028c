"""What is answered without any database: to whoever wants to change something in read-only mode, and to everybody
when no database is left."""

from functools import cache

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string

from picup.web.answers import wants_page

RETRY_SECONDS = 10
HEADERS = {
    "Retry-After": str(RETRY_SECONDS),
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    # Its own, because it is answered outside of what sets it.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
}


def nothing_is_kept(request) -> HttpResponse:
    """503: looking goes on, nothing is written."""
    return answer(request, "read-only", looking=True)


def resting(request) -> HttpResponse:
    """503: not even looking."""
    return answer(request, "resting", looking=False)


def answer(request, error: str, *, looking: bool) -> HttpResponse:
    """For scripts without a `reason`, which the uploader would take for a refusal of the photo."""
    if wants_page(request):
        return HttpResponse(page(looking), status=503, headers=HEADERS)
    return JsonResponse({"error": error, "retry_after": RETRY_SECONDS}, status=503, headers=HEADERS)


@cache
def page(looking: bool) -> str:
    """In both languages: whose it is would have to be asked of a database."""
    return render_to_string("read_only.html", {"looking": looking})
