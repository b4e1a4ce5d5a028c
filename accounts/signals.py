"""What follows every sign-in, by whichever door: the pages', the admin's, or another to come."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts.services import password_again, sessions
from picup.db.sessions import key_cycled
from picup.web import host_cookie


@receiver(user_logged_in)
def mark_session(sender, request, **ignored) -> None:
    host_cookie.mark(request.session)


@receiver(user_logged_in)
def list_session(sender, request, user, **ignored) -> None:
    """List the new session. A person without a password came by a personal link, and entered none."""
    if user.has_usable_password():
        password_again.note_password(request.session)
        sessions.note_sign_in(request, user)


@receiver(key_cycled)
def follow_session(sender, before, after, **ignored) -> None:
    sessions.follow_key(before, after)
