"""Under HTTPS the session's cookie has a name that no other host of the domain can set (RFC 6265bis, `__Host-`).

Cookies of releases before have the plain name, which another host may set. Parents signed in with them are not asked to
open their link again. A session that began under the present name is never taken from the plain one: it could be an
attacker's own.
"""

from django.conf import settings
from django.contrib.auth import SESSION_KEY

# In a session: it is in a cookie of the present name.
MARK = "host_cookie"


def has_host_cookies() -> bool:
    return settings.SESSION_COOKIE_NAME != settings.FORMER_SESSION_COOKIE_NAME


def mark(session) -> None:
    """Note that a session begins under the present name."""
    if has_host_cookies():
        session[MARK] = True


class HostCookieMiddleware:
    """Take a session of an earlier release from the cookie's former name, and send it under the present one.

    Place after Django's sessions, which then send the cookie. Do nothing without HTTPS, where the name is the former.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        former = settings.FORMER_SESSION_COOKIE_NAME
        key = request.COOKIES.get(former)
        if not key or not has_host_cookies():
            return self.get_response(request)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            take_over(request, key)
        response = self.get_response(request)
        response.delete_cookie(former, samesite=settings.SESSION_COOKIE_SAMESITE)
        return response


def take_over(request, key: str) -> None:
    session = type(request.session)(key)
    if SESSION_KEY in session and MARK not in session:
        mark(session)
        request.session = session
