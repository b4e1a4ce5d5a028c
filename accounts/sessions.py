"""Who is behind a session's cookie, for answers that cannot wait for Django's own way: three queries' worth of it.

The session's row is asked for each time, so whoever was signed out or revoked is nobody at once. Only what follows
from a row's text alone, its signature among it, is remembered.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User
from picup.prepared import Prepared


class Claim(NamedTuple):
    """What a session says. It holds only if the person still has the password of which it knows the hash."""

    user_id: int
    password_hash: str

    def holds(self, password: str) -> bool:
        """`password` as it stands in the person's row."""
        return constant_time_compare(self.password_hash, hash_for_sessions(password))


session_row = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data"),
    key="example",
    now=datetime(2000, 1, 1, tzinfo=UTC),
)


def claim_of(session_key: str) -> Claim | None:
    """None where there is no such session now, or nobody is signed in by it."""
    row = session_row(key=session_key, now=timezone.now())
    return read_claim(row[0]) if row else None


@lru_cache(maxsize=2048)
def read_claim(session_data: str) -> Claim | None:
    """Django answers a wrong signature with an empty session."""
    session = SessionStore().decode(session_data)
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    return Claim(int(session[SESSION_KEY]), session.get(HASH_SESSION_KEY, ""))


@lru_cache(maxsize=2048)
def hash_for_sessions(password: str) -> str:
    return User(password=password).get_session_auth_hash()
