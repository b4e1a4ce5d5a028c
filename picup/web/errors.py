"""Error pages: a sentence that the person can act on, in the person's language."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from picup.web import help_card, theme
from picup.web.negotiation import wants_json


def error_page(request, status: int, heading: str, sentence: str) -> HttpResponse:
    """Return an error page, or JSON with the same sentence as `reason` for a script that asked for JSON."""
    if wants_json(request):
        return JsonResponse({"reason": sentence}, status=status)
    return render(request, "error.html", {"heading": heading, "sentence": sentence}, status=status)


def bad_request(request, exception=None):
    return error_page(request, 400, _("That did not arrive whole"), _("Please go back and try once more."))


def forbidden(request, exception=None):
    return error_page(
        request,
        403,
        _("This is for the family's photo keepers"),
        _("You can look at every photo. To change something, ask the person who gave you this album."),
    )


def not_found(request, exception=None):
    return error_page(
        request,
        404,
        _("This page is not here"),
        _("It may have been put away. Your albums are all on the first page."),
    )


def csrf_failure(request, reason=""):
    return error_page(
        request,
        403,
        _("This page waited too long"),
        _("Please go back, load the page again, and press the button once more."),
    )


def locked_out(request, credentials=None, *args, **kwargs):
    """Return the page of a sign-in that was refused. One sentence for every limit, so that it tells of no account."""
    return error_page(
        request,
        429,
        _("Too many tries"),
        _(
            "For safety, signing in is closed for a while, at most an hour. Then try again, or reset your password. "
            "Where you have signed in before, it may be open."
        ),
    )


def too_many(request):
    """Return the page of somebody whose address has asked for too many letters or albums."""
    return error_page(
        request,
        429,
        _("Too many tries"),
        _("This was asked for too often from here. Please try again in an hour."),
    )


def server_error(request):
    """Return the 500 page, rendered without context processors and queries: what failed may still be failing."""

    card = help_card.read(request)
    body = render_to_string(
        "500.html",
        {
            "heading": _("Something went wrong here, not with you"),
            "sentence": _("Please wait a moment and try again. No photo is lost."),
            "call": card and card.call,
            "theme": theme.read(request),
        },
    )
    return HttpResponse(body, status=500)
