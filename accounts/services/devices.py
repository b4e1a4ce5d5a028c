"""Devices: browsers in which a personal link was opened. They stay signed in until the link is revoked."""

import hashlib
import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.core.signing import BadSignature, Signer
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

import outbox
from accounts.models import Device, PersonalLink, Role, User
from accounts.services import journal, password_again
from accounts.services.rights import lock_family
from accounts.throttling import is_first_within
from picup.db.sessions import SessionStore, stored_key, stored_keys
from picup.web import help_card

logger = logging.getLogger(__name__)

BACKEND = "accounts.backends.MemberBackend"
# Of releases before the card (picup/web/help_card.py), whose cookie held her public id alone, signed.
PARENT_SIGNER = Signer(salt=help_card.COOKIE)
# A key that only the sessions of devices have.
SESSION_FLAG = "device"
# A key of other sessions: when each was last given its time (accounts/session_ages.py), in seconds since 1970.
AGE_SINCE = "age_since"
# For good: longer than a device lives. The cookie lives for 400 days, the most that browsers allow, and is renewed on
# visits.
SESSION_LIFETIME = timedelta(days=20 * 365)
# Seconds between two notes of a device's visits.
VISIT_NOTED_FOR = 3600

# Words of a user agent, and the kind of device. The first match wins: an Android phone also says Linux. An iPad sends
# the user agent of a Mac, so the two cannot be told apart.
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
    """Return a name that a family recognises, such as "iPhone" or "Android phone · KakaoTalk".

    The browser inside a messenger has its own cookies. So one telephone can be in the list twice, and the messenger's
    name tells why.
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
    """Sign a person in. End this browser's device first if it belongs to another person."""
    if request.session.get(SESSION_FLAG) and request.user != user:
        end_devices(devices_of(request))
    login(request, user, backend=BACKEND)


def open_link(request, link: PersonalLink) -> bool:
    """Sign the link's person in for good in this browser. Return False if the link was closed meanwhile.

    The row lock decides the race against a revocation on MariaDB (SQLite has one writer at a time). Either the
    revocation waits and then ends this device too, or this function sees it and signs nobody in.
    """
    with transaction.atomic():
        # The family first, as whoever takes a right locks it: the journal's entry refers to it.
        lock_family(link.user.family_id)
        # Then the lock on this row alone, then the question, which looks at the people too without locking them.
        PersonalLink.objects.select_for_update().filter(pk=link.pk).first()
        if not PersonalLink.objects.open().filter(pk=link.pk).exists():
            return False
        if is_signed_in_by_link(request, link.user):
            # The device is signed in by an earlier link: from now on it belongs to this one.
            devices_of(request).update(link=link)
            save_session(request, link)
            return True
        sign_in(request, link.user)  # creates a new session key
        request.session[SESSION_FLAG] = True
        password_again.forget_password(request.session)
        # Save the session in the transaction of the device's row, so that neither exists without the other.
        save_session(request, link)
        label = name_device(request.headers.get("User-Agent", ""))
        key = stored_key(request.session.session_key)
        device = Device.objects.create(link=link, session_key=key, label=label)
        journal.note("link_opened", family_id=link.user.family_id, by=link.user, device=label)
        # A message, because no parent waits for a mail server.
        origin = request.build_absolute_uri("/").rstrip("/")
        outbox.publish("accounts.tell_of_device", device_id=device.pk, origin=origin)
    return True


def save_session(request, link: PersonalLink) -> None:
    """Save the session for as long as the link lasts, so that no task is needed to end it on the link's last day."""
    request.session.set_expiry(link.expires_at or int(SESSION_LIFETIME.total_seconds()))
    request.session.save()
    # Keep the middleware from sending a cookie of twenty years: see `renew_cookie`.
    request.session.modified = False


def is_signed_in_by_link(request, user: User) -> bool:
    """Return True if this browser is signed in as `user` by a personal link."""
    return request.user == user and bool(request.session.get(SESSION_FLAG))


def find_device(request) -> Device | None:
    """Return the device of this browser. None if it is signed in without a link, or not at all."""
    return devices_of(request).filter(ended_at=None).first()


def devices_of(request) -> QuerySet[Device]:
    """Return this browser's device, ended or not, as a queryset."""
    return Device.objects.filter(session_key__in=stored_keys(request.session.session_key))


def end_devices(devices) -> None:
    """End the sessions of a queryset of devices, in the caller's transaction."""
    SessionStore.delete_rows(devices.filter(ended_at=None).values_list("session_key", flat=True))
    devices.filter(ended_at=None).update(ended_at=timezone.now())


def is_first_this_hour(what: str, session_key: str) -> bool:
    """Return True once an hour for a session and a "visit" or "cookie". False if the cache does not answer."""
    # Hashed once more: what a row of somebody who has left held must not stay in the cache.
    key = f"{what}:" + hashlib.sha256(stored_key(session_key).encode()).hexdigest()
    return is_first_within(VISIT_NOTED_FOR, key, if_unknown=False)


def note_visit(session_key: str) -> None:
    """Note the time of a device's visit. Log a failure instead of raising it: the page does not need the note."""
    try:
        Device.objects.filter(session_key__in=stored_keys(session_key)).update(last_seen_at=timezone.now())
    except DatabaseError:
        logger.exception("A visit was not noted")


def is_closed_device(request) -> bool:
    """Return True if a personal link was opened in this browser, and nobody is signed in now."""
    return bool(request.COOKIES.get(help_card.COOKIE)) and not request.user.is_authenticated


def find_parent(request) -> User | None:
    """Return the parent who opened a link in this browser. None if she is not in a family any more."""
    card = help_card.read(request)
    try:
        public_id = card.person if card else PARENT_SIGNER.unsign(request.COOKIES.get(help_card.COOKIE, ""))
    except BadSignature:
        return None
    looking = User.objects.filter(public_id=public_id, is_active=True, role=Role.VIEWER, family__isnull=False)
    return looking.select_related("helper").first()


def find_card(request) -> help_card.HelpCard | None:
    """Return the card of the parent whose browser it is, as it is now; as she was last here if the database is away.

    None if the browser is nobody's, or hers who is in no family any more.
    """
    try:
        parent = find_parent(request)
    except DatabaseError:
        return help_card.read(request)
    return card_of(parent) if parent else None


def card_of(parent: User) -> help_card.HelpCard:
    """Return whom a parent calls. A helper who left is nobody to call: perhaps that is why the link was closed."""
    helper = parent.helper
    stays = helper is None or (helper.is_active and helper.family_id == parent.family_id)
    return help_card.HelpCard(
        person=parent.public_id,
        name=parent.display_name,
        helper=helper.display_name if helper and stays else "",
        phone=parent.help_phone if stays else "",
        language=parent.language,
        text_step=parent.text_step,
    )


def renew_cookie(request, response) -> None:
    """Send the session's cookie again, for another SESSION_COOKIE_AGE seconds (400 days), and her card with it."""
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        request.session.session_key,
        max_age=settings.SESSION_COOKIE_AGE,
        domain=settings.SESSION_COOKIE_DOMAIN,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE or None,
        httponly=settings.SESSION_COOKIE_HTTPONLY or None,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )
    if request.user.role == Role.VIEWER:
        help_card.give(response, card_of(request.user))
