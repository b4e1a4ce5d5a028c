"""How long people stay signed in: parents for good, others for less, because they may change and delete."""

from datetime import timedelta

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.services.devices import AGE_SINCE, SESSION_FLAG

# Of contributors and owners, from the last day on which they came.
MEMBER_LIFETIME = timedelta(days=60)
# Of administrators of the site, from signing in, however busy they are.
STAFF_LIFETIME = timedelta(hours=12)
# Sessions of members are renewed when so much of their time is over, so that most visits write nothing.
RENEWED_AFTER = timedelta(days=1)


@receiver(user_logged_in)
def begin_age(sender, request, user, **kwargs) -> None:
    """Give a new session its time. A parent's keeps SESSION_COOKIE_AGE, or what her personal link gives."""
    give_age(request.session, user)


def give_age(session, user: User) -> None:
    now = timezone.now()
    if user.is_staff:
        session.set_expiry(now + STAFF_LIFETIME)
    elif user.may_contribute:
        session.set_expiry(int(MEMBER_LIFETIME.total_seconds()))
    else:
        return
    session[AGE_SINCE] = int(now.timestamp())


def renew_age(session, user: User) -> None:
    """Renew a member's session once a day. Shorten one that was begun before its person had to have a short one."""
    if session.get(SESSION_FLAG) or not (user.is_staff or user.may_contribute):
        return
    since, now = session.get(AGE_SINCE), timezone.now().timestamp()
    is_fixed = isinstance(session.get("_session_expiry"), str)
    if (
        since is None
        or user.is_staff != is_fixed
        or (not user.is_staff and now - since > RENEWED_AFTER.total_seconds())
    ):
        give_age(session, user)
