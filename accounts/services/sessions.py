"""The sessions of people who sign in with a password: which there are, and ending them.

A row of `SignedInSession` says when, on what and from where, roughly, a session began. Whether it is still signed in,
only Django's session says: it may have expired, or its password may have been changed. Parents' devices are in
`devices.py`.
"""

import ipaddress
import logging
from contextlib import suppress
from dataclasses import dataclass

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import SignedInSession, User
from accounts.services import journal, session_keys
from accounts.services.devices import is_first_this_hour, name_device
from picup.db.sessions import SessionStore, stored_key, stored_keys

logger = logging.getLogger(__name__)
# Bits of an address that are kept: about a town, or a company, and no single household.
NETWORK_BITS = {4: 24, 6: 48}


@dataclass(frozen=True)
class ListedSession:
    """A session in which a person is signed in. `is_here` if its network is the reader's own now."""

    session: SignedInSession
    is_this: bool
    is_here: bool


def note_sign_in(request, user: User) -> None:
    """List the session that has just begun, and note it in the journal.

    Personal links begin devices, which their family sees on its page: their people have no password.
    """
    if not user.has_usable_password():
        return
    label = name_device(request.headers.get("User-Agent", ""))
    key = stored_key(request.session.session_key)
    with transaction.atomic():
        SignedInSession.objects.create(user=user, session_key=key, label=label, network=network_of(request))
        journal.note("signed_in", by=user, device=label)
    # It is noted already, until the next hour.
    is_first_this_hour("visit", request.session.session_key)


def network_of(request) -> str:
    """Return the network of the caller's address. Blank if it is unknown."""
    with suppress(ValueError):
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
        return str(ipaddress.ip_network((address, NETWORK_BITS[address.version]), strict=False))
    return ""


def note_visit(session_key: str) -> None:
    """Note the time of a visit. Log a failure instead of raising it: the page does not need the note."""
    try:
        listed = SignedInSession.objects.filter(session_key__in=stored_keys(session_key))
        listed.update(last_seen_at=timezone.now())
    except DatabaseError:
        logger.exception("A visit was not noted")


def list_sessions(request) -> list[ListedSession]:
    """Return the sessions in which the request's person is signed in: this one, then the others, last seen first."""
    mine = stored_keys(request.session.session_key)
    listed = SignedInSession.objects.filter(user_id=request.user.pk).order_by("-last_seen_at", "-pk")
    here = network_of(request)
    found = [
        ListedSession(each, each.session_key in mine, bool(here) and each.network == here)
        for each in still_signed_in(listed, request.user)
    ]
    return sorted(found, key=lambda each: not each.is_this)


def still_signed_in(listed: QuerySet[SignedInSession], user: User) -> list[SignedInSession]:
    """Return those of a person's listed sessions whose cookie would be let in now."""
    rows = Session.objects.filter(expire_date__gt=timezone.now()).in_bulk(
        [each.session_key for each in listed]
    )
    return [each for each in listed if each.session_key in rows and opens(rows[each.session_key], user)]


def opens(row: Session, user: User) -> bool:
    """Tell whether a session's row signs `user` in: it is hers, and her password is the same."""
    data = SessionStore().decode(row.session_data)
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return data.get(SESSION_KEY) == str(user.pk) and any(
        constant_time_compare(data.get(HASH_SESSION_KEY, ""), each) for each in hashes
    )


def end_session(session: SignedInSession) -> None:
    """End one session: its browser is signed out at once."""
    with transaction.atomic():
        SessionStore.delete_rows([session.session_key])
        session.delete()
        journal.note("session_ended", by=session.user, device=session.label)


def end_other_sessions(request) -> None:
    """End all sessions of the request's person but this one."""
    with transaction.atomic():
        # Those that began before this release, and are not listed yet.
        session_keys.list_old_sessions()
        others = SignedInSession.objects.filter(user_id=request.user.pk).exclude(
            session_key__in=stored_keys(request.session.session_key)
        )
        SessionStore.delete_rows(others.values_list("session_key", flat=True))
        others.delete()
        journal.note("other_sessions_ended", by=request.user)


def end_all_sessions(user: User) -> None:
    """End and forget all sessions of a person who leaves or is removed, in the caller's transaction."""
    listed = SignedInSession.objects.filter(user=user)
    SessionStore.delete_rows(listed.values_list("session_key", flat=True))
    listed.delete()


def follow_key(before: list[str], after: str) -> None:
    """Keep a session listed whose key changed. Both as rows hold them."""
    SignedInSession.objects.filter(session_key__in=before).update(session_key=after)


def forget_ended() -> None:
    """Delete the rows of sessions that are gone."""
    gone = SignedInSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    gone.delete()
