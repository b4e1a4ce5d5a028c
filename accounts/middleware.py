"""What every page needs to know about the person who reads it."""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

from accounts.services import devices
from picup.db.routing import is_read_only

# Asked by machines, also while the database is down: nobody is looked up for them.
FOR_MACHINES = ("/healthz", "/readyz", "/metrics")


def may_have_person(request) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.path not in FOR_MACHINES


def has_words(response) -> bool:
    """A page or a sentence, not the bytes of a photo."""
    return response.get("Content-Type", "").startswith(("text/html", "application/json"))


class LanguageMiddleware:
    """Answers in the person's language, else the browser's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = getattr(request.user, "language", "") if may_have_person(request) else ""
        language = chosen or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if has_words(response):
            response.headers.setdefault("Content-Language", language)
            # A cache between us and the browser keeps one person's words apart from another's.
            patch_vary_headers(response, ["Cookie"] if chosen else ["Accept-Language", "Cookie"])
        return response


class DeviceMiddleware:
    """Keeps a parent signed in for good and remembers when she last visited, without a write that she needs.

    Browsers keep a cookie for at most 400 days: it is sent again on her visits, the session stays as it is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if may_have_person(request) and has_words(response) and not is_read_only():
            self.note_visit(request, response)
        return response

    def note_visit(self, request, response):
        # The session is asked first: it is loaded already, and only a device's carries the flag.
        if not request.session.get(devices.SESSION_FLAG) or not request.user.is_authenticated:
            return
        if devices.is_first_visit_this_hour(request.session.session_key):
            devices.note_visit(request.session.session_key)
            devices.renew_cookie(request, response)
