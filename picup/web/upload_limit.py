"""A bound on the concurrent uploads of one process, so that pages find a free thread, and others a place to upload.

One person has WEB_UPLOADS places. WEB_UPLOADS_OF_OTHERS more are left to others, one of them to other families.
"""

import re

from django.conf import settings
from django.db import connections

from picup.core.refusals import refused
from picup.web.arrival import SMALL_BODY
from picup.web.busy import too_many_uploads
from picup.web.places import ALL, NoPlace, Places, Shares, shares_of

UPLOADS = re.compile(r"/uploads/|/albums/[^/]+/add/")


class UploadLimitMiddleware:
    """Answer 503 to an upload while this process has too many others, before its body is read.

    Place before anything that reads a body or queries the database.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.places = Places(settings.WEB_UPLOADS + settings.WEB_UPLOADS_OF_OTHERS)

    def __call__(self, request):
        if not has_body_to_wait_for(request):
            return self.get_response(request)
        try:
            with self.places.held():
                return self.get_response(request)
        except NoPlace:
            refused("uploads", request.META.get("REMOTE_ADDR", ""))
            return too_many_uploads(request)


class UploadShareMiddleware:
    """Answer 503 to an upload of somebody who has her share of places already. Place it where the person is known."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.places = Places(settings.WEB_UPLOADS + settings.WEB_UPLOADS_OF_OTHERS)

    def __call__(self, request):
        if not has_body_to_wait_for(request):
            return self.get_response(request)
        try:
            with self.places.held(upload_shares(request.user)):
                return self.get_response(request)
        except NoPlace:
            refused("uploads of one person", getattr(request.user, "public_id", ""))
            # Who is refused keeps no connection of the database in the thread that asked for her.
            close_connections()
            return too_many_uploads(request)


def close_connections() -> None:
    """Close this thread's connections to servers. SQLite's is an open file, and a transaction is somebody else's."""
    for connection in connections.all(initialized_only=True):
        if connection.vendor != "sqlite" and not connection.in_atomic_block:
            connection.close()


def upload_shares(user) -> Shares:
    """Return the places of a person and her family. What is left to others is for people who are known."""
    each, others = settings.WEB_UPLOADS, settings.WEB_UPLOADS_OF_OTHERS
    if not user.is_authenticated:
        return {**shares_of(user, max(1, each // 2), each), ALL: each}
    return shares_of(user, each, each + max(0, others - 1))


def is_upload(request) -> bool:
    return request.method not in ("GET", "HEAD") and UPLOADS.match(request.path) is not None


def has_body_to_wait_for(request) -> bool:
    """Tell whether a thread will wait for the body: of an upload, or any that the web server has not waited for."""
    return is_upload(request) or is_large(request.META)


def is_large(environ) -> bool:
    """Tell whether `find_missing` (picup/web/arrival.py) gave this request a thread before its body was there."""
    length = environ.get("CONTENT_LENGTH") or "0"
    is_long = not length.isdecimal() or len(length) > 6 or int(length) > SMALL_BODY
    return is_long or "HTTP_TRANSFER_ENCODING" in environ or "HTTP_EXPECT" in environ
