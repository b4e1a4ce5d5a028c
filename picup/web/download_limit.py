"""A bound on the concurrent downloads of large files of one process: they take long, and pages need threads."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from picup.core.refusals import refused
from picup.web.busy import add_retry_after
from picup.web.errors import error_page
from picup.web.places import NoPlace, Places, shares_of

places = Places(settings.WEB_DOWNLOADS)


def limit_download(request, respond: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return what `respond` returns, or a 503 while all places of this process, or of this person, are taken.

    A response that streams has its place until it is closed. One that does not is sent without a thread.
    """
    most = settings.WEB_DOWNLOADS
    shares = shares_of(request.user, max(1, most // 2), max(1, most - 1))
    try:
        places.take(shares)
    except NoPlace:
        refused("downloads", request.user.public_id)
        return too_many_downloads(request)
    try:
        response = respond()
    except BaseException:
        places.give_back(shares)
        raise
    if response.streaming:
        give_back_when_closed(response, shares)
    else:
        places.give_back(shares)
    return response


def too_many_downloads(request) -> HttpResponse:
    heading = _("Too much at once")
    sentence = _("Other downloads are still running. Please try again when they are done.")
    response = add_retry_after(error_page(request, 503, heading, sentence))
    response["Cache-Control"] = "no-store"
    return response


def give_back_when_closed(response, shares) -> None:
    close = response.close

    def close_and_give_back():
        if not response.closed:
            places.give_back(shares)
        close()

    response.close = close_and_give_back
