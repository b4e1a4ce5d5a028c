"""What every page needs to know about the person who reads it."""

from django.utils import translation

from accounts import devices


class LanguageMiddleware:
    """Answers in the person's language, else the browser's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = getattr(request.user, "language", "") or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class DeviceMiddleware:
    """Keeps a parent signed in for good and remembers when she last visited, without a write that she needs.

    Browsers keep a cookie for at most 400 days: it is sent again on her visits, the session stays as it is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if (request.session.get(devices.SESSION_FLAG) if request.user.is_authenticated else False) and (
            devices.is_first_visit_this_hour(request.session.session_key)
        ):
            devices.note_visit(request.session.session_key)
            devices.renew_cookie(request, response)
        return response
