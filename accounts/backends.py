"""Load the person of a session, and name the account of a failed sign-in.

The dotted path of MemberBackend stands in every session. Moving the class signs out everybody, parents too.
"""

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac

from accounts.models import User, normalize_email


class MemberBackend(ModelBackend):
    def get_user(self, user_id):
        """Return the person of a session. Not the family and the helper: most requests are for pictures, which name
        neither."""
        user = User.objects.find(user_id)
        return user if user and self.user_can_authenticate(user) else None


def name_to_count(request, credentials: dict | None) -> str:
    """Return the name under which django-axes counts failed sign-ins, so that `A@x` and `a@x` are one.

    Django passes the typed e-mail as `username`. After a successful sign-in, when axes forgets the failures, it passes
    it as USERNAME_FIELD. Use the form's field only without `credentials`: otherwise an attacker could sign in to an
    own account with another person's e-mail in that field, and so reset her failures.

    What is no e-mail is counted under a keyed hash: a password may have been typed into the wrong field, and the rows
    of django-axes keep the name.
    """
    if credentials:
        typed = credentials.get("username") or credentials.get(User.USERNAME_FIELD)
    else:
        typed = request.POST.get("username")
    name = normalize_email(typed or "")
    try:
        validate_email(name)
    except ValidationError:
        return salted_hmac("picup.no-email", name, algorithm="sha256").hexdigest() if name else ""
    return name[:255]
