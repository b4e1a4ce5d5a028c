"""What a page's script asked for never signs out who has signed in meanwhile."""

from django.conf import settings


class NewerSessionMiddleware:
    """Let only what a person opens delete the session's cookie. Place before Django's sessions.

    Whoever opens a personal link gets a new session, and the former one ends. The answer to a request that a script
    sent before that would delete the new cookie: Django's sessions delete the cookie of a session that is gone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and not cookie.value and is_of_a_script(request):
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response


def is_of_a_script(request) -> bool:
    """Tell whether a page asked, not a person (Fetch Metadata Request Headers). Old browsers do not say."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
