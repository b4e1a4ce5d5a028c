"""Register people with an e-mail: by signing up, or by an invitation."""

from dataclasses import dataclass
from datetime import datetime

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
from accounts.services import journal
from accounts.services.rights import lock_contributor, lock_family


class EmailTaken(Exception):
    """There is an account with this e-mail already."""


class InvitationClosed(Exception):
    """The invitation was accepted or revoked, or has expired."""


@dataclass(frozen=True)
class IssuedInvitation:
    """A new invitation with its token. Only here is the token known: the row holds its hash."""

    invitation: Invitation
    token: str


def sign_up(*, email: str, password: str, display_name: str, family_name: str) -> User:
    """Create a family and its owner. Raise EmailTaken."""
    user = build_user(email=email, password=password, display_name=display_name, role=Role.OWNER)
    with transaction.atomic():
        user.family = Family.objects.create(name=family_name)
        insert_user(user)
    return user


def invite(*, by: User, expires_at: datetime | None = None) -> IssuedInvitation:
    """Create an invitation to the family of `by`, until `expires_at` or for INVITATION_LIFETIME. Raise RightLost."""
    token = new_token()
    with transaction.atomic():
        lock_contributor(by)
        invitation = Invitation.objects.create(
            family_id=by.family_id,
            invited_by=by,
            token_hash=hash_token(token),
            expires_at=expires_at or timezone.now() + INVITATION_LIFETIME,
        )
        journal.note("invited", by=by)
    return IssuedInvitation(invitation, token)


def find_invitation(*, token: str) -> Invitation | None:
    """Return the invitation of a token, open or not. None if there is none."""
    invitations = Invitation.objects.select_related("family", "invited_by")
    return invitations.filter(token_hash=hash_token(token)).first()


def accept_invitation(*, invitation: Invitation, email: str, password: str, display_name: str) -> User:
    """Create a contributor of the family that invites. Raise InvitationClosed, or EmailTaken: it then stays open."""
    user = build_user(email=email, password=password, display_name=display_name, role=Role.CONTRIBUTOR)
    user.family_id = invitation.family_id
    now = timezone.now()
    with transaction.atomic():
        # Who invited may be removed at this moment: then either is first, and the other sees it.
        lock_family(invitation.family_id)
        if not invitation.is_open:
            raise InvitationClosed
        # A conditional update: of two people who accept at the same moment, only one changes a row.
        still_open = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now
        )
        if not still_open.update(accepted_at=now):
            raise InvitationClosed
        insert_user(user)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
        journal.note("joined", by=user)
    return user


def revoke_invitation(*, invitation: Invitation) -> None:
    """Revoke an invitation, unless it was accepted."""
    still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    with transaction.atomic():
        if still_open.update(revoked_at=timezone.now()):
            journal.note("invitation_closed", family_id=invitation.family_id)


def build_user(*, email: str, password: str, display_name: str, role: Role) -> User:
    """Return a person who is not inserted yet. Call this outside transactions: hashing the password takes long."""
    user = User(email=normalize_email(email), display_name=display_name, role=role)
    user.set_password(password)
    return user


def insert_user(user: User) -> None:
    """Insert a person. Raise EmailTaken."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise EmailTaken from None
