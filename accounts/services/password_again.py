"""Asking for the password again before what cannot be undone: has she entered it within the last minutes?

The session knows when. Parents have no password, and come to none of the pages that ask. One to whom
staff gave a password is asked, because her link entered none.
"""

import time

from django.contrib.auth import authenticate

from accounts.models import User

RECENT_SECONDS = 15 * 60
SESSION_TIME = "password_at"


def note_password(session) -> None:
    """Note that the session's person has just entered the password."""
    session[SESSION_TIME] = int(time.time())


def forget_password(session) -> None:
    """For a session that a personal link began, whosever it is: no password was entered."""
    session.pop(SESSION_TIME, None)


def is_recent(session) -> bool:
    """Return True if the password was entered in this session within RECENT_SECONDS."""
    return 0 <= time.time() - session.get(SESSION_TIME, 0) < RECENT_SECONDS


def is_right(request, password: str) -> bool:
    """Return True, and note it, if it is the password of the request's person.

    A wrong one counts for django-axes as at the sign-in, and its middleware answers after too many.
    """
    user: User | None = authenticate(request, username=request.user.email, password=password)
    if user is None or user.pk != request.user.pk:
        return False
    note_password(request.session)
    return True
