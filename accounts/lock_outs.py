"""Close signing in to those who guess passwords, and keep it open to the person herself.

django-axes counts failures of a name from an address, and closes after AXES_FAILURE_LIMIT. It knows one number for all
that it counts, so the slower limits of each name alone and of each address alone are counted here beside it.

Where strangers guess at a name, its person is known by a signed cookie that her browser got when she signed in there:
her tries are counted by themselves. This is the "device cookie" of OWASP, which keeps a limit by name from being a way
to lock somebody out. Personal links ask for no password, so nothing here concerns parents.
"""

import logging
import secrets

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_failure_limit
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.dispatch import receiver

from accounts.backends import name_to_count
from accounts.counters import SIGN_INS_REFUSED
from accounts.models import User
from accounts.throttling import Limit, caller

logger = logging.getLogger(__name__)

# Failures of one name from anywhere, and from one address (IPv6: its /64) with any names.
BY_NAME = Limit("sign-in name", most=20)
BY_ADDRESS = Limit("sign-in address", most=20)
# Of one browser in which the person has signed in before: as many as axes allows a name from an address.
BY_DEVICE = Limit("sign-in device", most=5, seconds=900)
DEVICE_COOKIE = "picup_known"
# The longest that browsers keep a cookie.
DEVICE_COOKIE_SECONDS = 400 * 24 * 3600


class LockOutHandler(AxesDatabaseHandler):
    """Count failures as django-axes does, and by name, by address and by known device as well."""

    def get_failures(self, request, credentials=None) -> int:
        """Return the failures to compare with AXES_FAILURE_LIMIT: that limit itself where a slow one is reached."""
        name = name_to_count(request, credentials)
        if device := known_device(request, name):
            request.lock_out = BY_DEVICE
            return BY_DEVICE.number(device)
        for limit, who in slow_limits(request, name):
            if limit.is_reached(who):
                request.lock_out = limit
                return get_failure_limit(request, credentials)
        return super().get_failures(request, credentials)

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        """Count the failure, unless signing in was closed already."""
        if request is not None and not request.axes_locked_out:
            name = name_to_count(request, credentials)
            if device := known_device(request, name):
                BY_DEVICE.note(device)
            else:
                for limit, who in slow_limits(request, name):
                    limit.note(who)
        super().user_login_failed(sender, credentials, request, **kwargs)

    def reset_attempts(self, *, ip_address=None, username=None, ip_or_username=False) -> int:
        """Forget the failures of a name, as after a new password or `manage.py axes_reset_username`."""
        if username:
            BY_NAME.forget(username)
        if ip_address:
            BY_ADDRESS.forget(ip_address)
        return super().reset_attempts(ip_address=ip_address, username=username, ip_or_username=ip_or_username)


def slow_limits(request, name: str) -> list[tuple[Limit, str]]:
    return [(BY_NAME, name), (BY_ADDRESS, caller(request))]


@receiver(user_locked_out)
def count_refusal(sender, request, username, ip_address, **kwargs) -> None:
    """Tell the operator that a sign-in was refused, by which limit, and from where. Never which name was typed."""
    limit = getattr(request, "lock_out", None)
    which = limit.name.removeprefix("sign-in ") if limit else "name and address"
    SIGN_INS_REFUSED.labels(which).inc()
    logger.warning("A sign-in from %s was refused: too many failures by %s", ip_address, which)


def describe_client(username, ip_address, user_agent, path_info, request) -> str:
    """Return how the log lines of django-axes name a caller: not by what was typed, which may be a password."""
    return f"{ip_address} at {path_info}"


# --- Known devices ----------------------------------------------------------------------------------


def known_device(request, name: str) -> str:
    """Return the id of the browser if the person of this name has signed in there. "" if she has not.

    A new password ends what was known: the cookie is signed with the old one's hash too.
    """
    cookie = request.COOKIES.get(DEVICE_COOKIE)
    user = User.objects.filter(email=name).first() if cookie and name else None
    if user is None:
        return ""
    try:
        return signing.loads(cookie, salt=device_salt(user), max_age=DEVICE_COOKIE_SECONDS)
    except signing.BadSignature:
        return ""


def device_salt(user: User) -> str:
    return f"picup.known-device.{user.public_id}.{user.get_session_auth_hash()}"


@receiver(user_logged_in)
def note_device(sender, request, user, **kwargs) -> None:
    """Let KnownDeviceMiddleware send the cookie of a person who signed in with a password."""
    if user.email and user.has_usable_password():
        if device := known_device(request, user.email):
            BY_DEVICE.forget(device)
        request.signed_in_here = user


class KnownDeviceMiddleware:
    """Send the cookie by which a browser is known at the next sign-in. It opens nothing by itself."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if user := getattr(request, "signed_in_here", None):
            response.set_cookie(
                DEVICE_COOKIE,
                signing.dumps(secrets.token_hex(8), salt=device_salt(user)),
                max_age=DEVICE_COOKIE_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
