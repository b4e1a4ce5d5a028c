"""A bound on the concurrent uploads of one process, so that pages always find a free thread."""

import re
import threading

from django.conf import settings

from picup.web.busy import too_many_uploads

UPLOADS = re.compile(r"/uploads/|/albums/[^/]+/add/")


class UploadLimitMiddleware:
    """Answer 503 to an upload while this process has WEB_UPLOADS others, before its body is read.

    Place before anything that reads a body or queries the database, and after UnreadBodyMiddleware, which reads the
    body: otherwise the uploader would not see the response.
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
