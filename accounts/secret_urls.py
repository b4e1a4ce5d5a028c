"""Show addresses that sign a person in, and keep them out of caches, search engines and referrers."""

from functools import wraps

import segno
from django.urls import reverse


def secret_address(request, view: str, token: str) -> str:
    """Return the whole address of a view that takes a token, as it stands on paper and in the QR code."""
    return request.build_absolute_uri(reverse(view, args=[token]))


def qr_code(address: str) -> str:
    """Return the QR code as a `data:` address of an SVG. Level Q, so that a folded paper can still be read."""
    return segno.make(address, error="q", micro=False).svg_data_uri(
        scale=8, border=4, dark="#000", light="#fff"
    )


def keep_secret(view):
    """Keep a page whose address or text signs a person in from being cached, indexed or sent as a referrer.

    `no-referrer` would not do: browsers would send `Origin: null` with the page's own form, which Django's CSRF check
    refuses. `strict-origin` sends only the site's name, without the token.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return wrapper
