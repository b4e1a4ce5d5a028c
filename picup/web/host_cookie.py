"""Under HTTPS the session's cookie has a name that no other host of the domain can set (RFC 6265bis, `__Host-`).

Cookies of releases before have the plain name. Parents signed in with them are not asked to open their link again.
"""

from django.conf import settings


class HostCookieMiddleware:
    """Take a session from the cookie's former name, and send it back under the present one.

    Place before Django's sessions. Do nothing without HTTPS, where the name is the former one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name, former = settings.SESSION_COOKIE_NAME, settings.FORMER_SESSION_COOKIE_NAME
        key = request.COOKIES.get(former)
        if name == former or not key:
            return self.get_response(request)
        is_moving = name not in request.COOKIES
        request.COOKIES.setdefault(name, key)
        response = self.get_response(request)
        if (
            is_moving
            and name not in response.cookies
            and getattr(request, "user", None)
            and request.user.is_authenticated
        ):
            response.set_cookie(
                name,
                key,
                max_age=request.session.get_expiry_age(),
                secure=True,
                httponly=True,
                samesite=settings.SESSION_COOKIE_SAMESITE,
            )
        response.delete_cookie(former, samesite=settings.SESSION_COOKIE_SAMESITE)
        return response
