"""Devices: browsers that a personal link was opened in. Signed in for good, until the link is revoked."""

import hashlib
import logging
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import login
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import Device, PersonalLink, User
from accounts.throttling import first_in

logger = logging.getLogger(__name__)

BACKEND = "accounts.backends.MemberBackend"
# Says nothing but that a personal link was opened in this browser once: whoever reads here when the link is
# revoked is told to call her family, and is not asked for a password that she never had.
PARENT_COOKIE = "picup_parent"
# In the sessions of devices only.
SESSION_FLAG = "device"
# "For good": longer than the device lives. The cookie is shorter, because browsers keep none for longer than
# 400 days; it is sent again on her visits.
SESSION_LIFETIME = timedelta(days=20 * 365)
VISIT_NOTED_FOR = 3600

# The first that matches names the device; order matters (an Android phone also says Linux). An iPad asks for
# the pages of a Mac, so the two cannot be told apart.
KINDS = (
    (("iPhone",), gettext_noop("iPhone")),
    (("iPad",), gettext_noop("iPad")),
    (("SmartTV", "SMART-TV", "Web0S", "GoogleTV", "Android TV", "BRAVIA"), gettext_noop("Television")),
    (("Android", "Mobile"), gettext_noop("Android phone")),
    (("Android",), gettext_noop("Android tablet")),
    (("Macintosh",), gettext_noop("Mac or iPad")),
    (("Windows",), gettext_noop("Windows computer")),
    (("Linux",), gettext_noop("Computer")),
    (("CrOS",), gettext_noop("Computer")),
)
OTHER_KIND = gettext_noop("Another device")
TELEVISION = KINDS[2]


def name_device(user_agent: str) -> str:
    """A name that a family recognises, such as "iPhone" or "Android phone · KakaoTalk".

    A messenger's own browser keeps its own cookies: the same telephone then stands in the list twice, and
    the messenger's name says why.
    """
    kind = OTHER_KIND
    for words, name in KINDS:
        matches = any if (words, name) == TELEVISION else all
        if matches(word in user_agent for word in words):
            kind = name
            break
    for messenger, name in (("KAKAOTALK", "KakaoTalk"), ("NAVER", "Naver"), ("Line/", "LINE")):
        if messenger in user_agent:
            return f"{kind} · {name}"
    return kind


def sign_in(request, user: User) -> None:
    """Django's login, which also closes the device that this browser was, if it was another person's."""
    if request.session.get(SESSION_FLAG) and request.user != user:
        end_devices(Device.objects.filter(session_key=request.session.session_key))
    login(request, user, backend=BACKEND)


def open_link(request, link: PersonalLink) -> bool:
    """Signs the link's person in for good in this browser. False when the link was revoked meanwhile.

    The row lock decides the race against a revocation on MariaDB (SQLite has one writer at a time): either
    the revocation waits and then ends this device too, or this sees it and signs nobody in.
    """
    with transaction.atomic():
        if not PersonalLink.objects.select_for_update().filter(pk=link.pk, revoked_at=None).first():
            return False
        if is_her_device(request, link.user):
            # A new paper for a device that is in already: it now depends on the new one.
            Device.objects.filter(session_key=request.session.session_key).update(link=link)
            return True
        sign_in(request, link.user)  # With a new session key.
        request.session[SESSION_FLAG] = True
        request.session.set_expiry(int(SESSION_LIFETIME.total_seconds()))
        # Saved here, so that no device row is ever without its session, nor the other way round …
        request.session.save()
        label = name_device(request.headers.get("User-Agent", ""))
        Device.objects.create(link=link, session_key=request.session.session_key, label=label)
    # … and not again by the middleware, whose cookie would claim twenty years: see `renew_cookie`.
    request.session.modified = False
    return True


def is_her_device(request, user: User) -> bool:
    """Is this browser signed in as `user` by a personal link already?"""
    return request.user == user and bool(request.session.get(SESSION_FLAG))


def device_of(request) -> Device | None:
    return Device.objects.filter(session_key=request.session.session_key, ended_at=None).first()


def end_devices(devices) -> None:
    """Ends the sessions of a queryset of devices at once. In the transaction of whoever calls."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in devices.filter(ended_at=None).values_list("session_key", flat=True):
        store.delete(key)
    devices.filter(ended_at=None).update(ended_at=timezone.now())


def is_first_visit_this_hour(session_key: str) -> bool:
    """True once an hour for a device."""
    # Hashed: a cache server's keys are seen by more people than sessions should be.
    key = "visit:" + hashlib.sha256(session_key.encode()).hexdigest()
    return first_in(VISIT_NOTED_FOR, key, if_unknown=False)


def note_visit(session_key: str) -> None:
    """Remembers the visit in one UPDATE. Failing is logged only: her page does not need it."""
    try:
        Device.objects.filter(session_key=session_key).update(last_seen_at=timezone.now())
    except DatabaseError:
        logger.exception("A visit was not noted")


def is_closed_to(request) -> bool:
    """A browser that a parent's link was opened in, and that is signed in as nobody now."""
    return PARENT_COOKIE in request.COOKIES and not request.user.is_authenticated


def renew_cookie(request, response) -> None:
    """Sends the same session's cookie again, for another 400 days."""
    for name, value in ((settings.SESSION_COOKIE_NAME, request.session.session_key), (PARENT_COOKIE, "1")):
        response.set_cookie(
            name,
            value,
            max_age=settings.SESSION_COOKIE_AGE,
            domain=settings.SESSION_COOKIE_DOMAIN,
            path=settings.SESSION_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE or None,
            httponly=settings.SESSION_COOKIE_HTTPONLY or None,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )
