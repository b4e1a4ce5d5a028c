"""Requests that another site's page made a browser send, with the person's own cookie.

tus clients send no CSRF token: they are programs too, and know no forms. Three things protect instead. A request needs
`Tus-Resumable`, a header that no form can set, and for which a browser asks first whether another site's script may
send it; no answer of ours ever allows that. An `Origin`, which browsers add to everything but GET and HEAD, must be our
own. And where a browser says `Sec-Fetch-Site`, it must not be another site's doing.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.utils.http import is_same_domain


def is_from_elsewhere(request) -> bool:
    """Tell whether a page of another origin has sent the request. A program that is no browser says nothing."""
    if origin := request.headers.get("Origin"):
        return not is_ours(request, origin)
    return request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")


def is_ours(request, origin: str) -> bool:
    try:
        if origin == f"{request.scheme}://{request.get_host()}":
            return True
        sent = urlsplit(origin)
    except (DisallowedHost, ValueError):
        return False
    trusted = (urlsplit(each) for each in settings.CSRF_TRUSTED_ORIGINS)
    return any(
        sent.scheme == each.scheme and is_same_domain(sent.netloc, each.netloc.lstrip("*"))
        for each in trusted
    )
