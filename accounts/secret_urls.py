"""Addresses that sign somebody in: how they are shown once, and kept out of everything else."""

from functools import wraps

import segno
from django.urls import reverse


def secret_address(request, view: str, token: str) -> str:
    """The whole address, as it stands on paper and in the QR code."""
    return request.build_absolute_uri(reverse(view, args=[token]))


def qr_code(address: str) -> str:
    """A data: address of the QR code as an SVG picture. Level Q: it is read with a fold through the paper."""
    return segno.make(address, error="q", micro=False).svg_data_uri(
        scale=8, border=4, dark="#000", light="#fff"
    )


def keep_secret(view):
    """For pages whose address or text signs somebody in: not stored, not indexed, not told to other pages.

    Not `no-referrer`: with it browsers send `Origin: null` with the page's own form, which Django's CSRF
    check must refuse. `strict-origin` sends the site's name only, so the token stays here all the same.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return wrapper
