"""Answer in the person's language, and keep parents' devices signed in."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from accounts.services import devices, second_factor, sessions
from accounts.session_ages import renew_age
from picup.db.routing import is_read_only
from picup.web import help_card
from picup.web.negotiation import wants_page

# What somebody may open who must turn her second step on: the way there, and the way out.
WITHOUT_SECOND_FACTOR = {"second_factor", "second_factor_new", "second_factor_confirm", "logout"}
# Machines ask these, and must get an answer without the database: no person is looked up for them.
FOR_MACHINES = ("/healthz", "/readyz", "/metrics")


def may_have_session(request) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.path not in FOR_MACHINES


def is_text(response) -> bool:
    """Return True for a page or JSON, False for the bytes of a photo, which are in no language."""
    return response.get("Content-Type", "").startswith(("text/html", "application/json"))


class SecondFactorMiddleware:
    """Treat a session that waits for its second step as nobody's. Place behind Django's authentication."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if may_have_session(request) and request.session.get(second_factor.SESSION_FLAG):
            request.user = AnonymousUser()
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Lead who must have a second step (SECOND_FACTOR) and has none to the page that turns it on."""
        if request.resolver_match.url_name in WITHOUT_SECOND_FACTOR or not may_have_session(request):
            return None
        if not second_factor.is_missing(request.user):
            return None
        if wants_page(request):
            return redirect("second_factor")
        return JsonResponse({"reason": _("Please turn on the second step at sign-in first.")}, status=403)


class LanguageMiddleware:
    """Activate the person's language, or that of the parent whose browser it is, or the browser's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = getattr(request.user, "language", "") if may_have_session(request) else ""
        if not chosen and (card := help_card.read(request)):
            chosen = card.language
        language = chosen or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if is_text(response):
            response.headers.setdefault("Content-Language", language)
            # Keep a cache between the site and browsers from mixing languages.
            patch_vary_headers(response, ["Cookie"] if chosen else ["Accept-Language", "Cookie"])
        return response


class SessionAgeMiddleware:
    """Renew the session of an owner or a contributor at most once a day, so that it ends 60 days after the last."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = may_have_session(request) and is_text(response) and not is_read_only()
        if is_page and request.user.is_authenticated:
            renew_age(request.session, request.user)
        return response


class DeviceMiddleware:
    """Note a person's visit once an hour, and renew a parent's cookie, so that she stays signed in for good.

    Browsers delete a cookie after at most 400 days, so it is sent again. The session itself does not change, and a
    parent's visit is noted by what `static/hers.js` sends after the page: no GET of hers writes. In read-only mode
    nothing is noted.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if may_have_session(request) and is_text(response) and not is_read_only():
            self.note_visit(request, response)
        return response

    def note_visit(self, request, response):
        """Note the first visit in an hour."""
        if not request.user.is_authenticated:
            return
        key = request.session.session_key
        # Only sessions of devices have the flag.
        if request.session.get(devices.SESSION_FLAG):
            self.note_device(request, response, key)
        elif devices.is_first_this_hour("visit", key):
            sessions.note_visit(key)

    def note_device(self, request, response, key: str) -> None:
        """Renew the cookie with any answer. Note the visit only when something was sent."""
        if devices.is_first_this_hour("cookie", key):
            devices.renew_cookie(request, response)
        if request.method == "POST" and devices.is_first_this_hour("visit", key):
            devices.note_visit(key)
