"""Answers to HEAD requests: the header fields of a GET, without the bytes.

Django leaves the body in. gunicorn drops it with a warning for each request, and only after it has read all of it: a
HEAD of an original would read and decrypt the whole photo.
"""


class HeadMiddleware:
    """Take the body out of answers to HEAD. Place first: what is inside counts and announces the body's length."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method != "HEAD":
            return response
        if response.streaming:
            # The stream itself is closed with the response.
            response.streaming_content = []
        else:
            response.content = b""
        return response
