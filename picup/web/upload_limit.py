"""A bound on the uploads that one process takes at a time, so that pages always find a free thread."""

import re
import threading

from django.conf import settings

from picup.web.busy import too_many_uploads

UPLOADS = re.compile(r"/uploads/|/albums/[^/]+/add/")


class UploadLimitMiddleware:
    """Answer 503 to an upload while WEB_UPLOADS others are in hand, before anything reads its body.

    Place before anything that reads a body or queries the database. A body that stays unread is read by
    UnreadBodyMiddleware, or the uploader would not see the answer.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.free = threading.BoundedSemaphore(settings.WEB_UPLOADS)

    def __call__(self, request):
        if not is_upload(request):
            return self.get_response(request)
        if not self.free.acquire(blocking=False):
            return too_many_uploads(request)
        try:
            return self.get_response(request)
        finally:
            self.free.release()


def is_upload(request) -> bool:
    return request.method not in ("GET", "HEAD") and UPLOADS.match(request.path) is not None
