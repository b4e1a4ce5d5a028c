"""How people with an e-mail come in: by signing up, or by an invitation."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import (
    INVITATION_LIFETIME,
    Family,
    Invitation,
    Role,
    User,
    hash_token,
    new_token,
    normalize_email,
)


class EmailTaken(Exception):
    """Somebody has an account with this e-mail already."""


class InvitationClosed(Exception):
    """The invitation was accepted, revoked or has run out."""


@dataclass(frozen=True)
class IssuedInvitation:
    """A new invitation with its token, which is known only now: the row keeps a hash."""

    invitation: Invitation
    token: str


def sign_up(*, email: str, password: str, display_name: str, family_name: str) -> User:
    """Makes a family and its owner. Raises EmailTaken."""
    user = prepare(email=email, password=password, display_name=display_name, role=Role.OWNER)
    with transaction.atomic():
        user.family = Family.objects.create(name=family_name)
        insert(user)
    return user


def invite(*, by: User) -> IssuedInvitation:
    token = new_token()
    invitation = Invitation.objects.create(
        family_id=by.family_id,
        invited_by=by,
        token_hash=hash_token(token),
        expires_at=timezone.now() + INVITATION_LIFETIME,
    )
    return IssuedInvitation(invitation, token)


def find_invitation(*, token: str) -> Invitation | None:
    """The invitation of this token, open or not."""
    invitations = Invitation.objects.select_related("family", "invited_by")
    return invitations.filter(token_hash=hash_token(token)).first()


def accept_invitation(*, invitation: Invitation, email: str, password: str, display_name: str) -> User:
    """Makes a contributor of the family. Raises InvitationClosed, or EmailTaken (it then stays open)."""
    user = prepare(email=email, password=password, display_name=display_name, role=Role.CONTRIBUTOR)
    user.family_id = invitation.family_id
    now = timezone.now()
    with transaction.atomic():
        # Of two people who accept at the same moment, one changes a row.
        open_one = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now
        )
        if not open_one.update(accepted_at=now):
            raise InvitationClosed
        insert(user)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    return user


def revoke_invitation(*, invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )


def prepare(*, email: str, password: str, display_name: str, role: Role) -> User:
    """A person not yet inserted. Hashing the password takes its time, so it happens outside transactions."""
    user = User(email=normalize_email(email), display_name=display_name, role=role)
    user.set_password(password)
    return user


def insert(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise EmailTaken from None
