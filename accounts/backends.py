"""Who signs in with an e-mail and a password, and who is behind a session."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User, normalize_email


class MemberBackend(ModelBackend):
    def get_user(self, user_id):
        """Return the person of a session. Not the family and the helper: most requests are for pictures, which name
        neither."""
        user = User.objects.find(user_id)
        return user if user and self.user_can_authenticate(user) else None


def name_to_count(request, credentials: dict | None) -> str:
    """For django-axes: under which name to count failures, so that `A@x` and `a@x` are one.

    Django calls the typed name `username`; axes calls it by our USERNAME_FIELD when it forgets the failures
    of somebody who signed in. The form's own field is asked only when neither is there: else anybody could
    make it forget another person's failures by naming her in a form that signs him in.
    """
    if credentials:
        typed = credentials.get("username") or credentials.get(User.USERNAME_FIELD)
    else:
        typed = request.POST.get("username")
    return normalize_email(typed or "").replace("\0", "")[:255]
