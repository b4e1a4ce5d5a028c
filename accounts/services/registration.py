"""Register people with an e-mail: by signing up, or by an invitation."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

import outbox
from accounts.counters import SIGN_UPS_REFUSED
from accounts.models import (
    INVITATION_LIFETIME,
    Family,
    Invitation,
    Role,
    Tally,
    User,
    hash_token,
    new_token,
    normalize_email,
)
from accounts.services import journal
from accounts.services.rights import lock_contributor, lock_family
from accounts.throttling import Limit

logger = logging.getLogger(__name__)
FIRST_FAMILY = "first family"


class EmailTaken(Exception):
    """There is an account with this e-mail already."""


class SignUpClosed(Exception):
    """This site makes no family without an invitation (SIGN_UP), or has its first one already."""


class TooManyFamilies(Exception):
    """This caller has made as many families as one may in an hour."""


class InvitationClosed(Exception):
    """The invitation was accepted or revoked, or has expired."""


@dataclass(frozen=True)
class IssuedInvitation:
    """A new invitation with its token. Only here is the token known: the row holds its hash."""

    invitation: Invitation
    token: str


def is_open() -> bool:
    """Return True if somebody without an invitation may begin a family album now (SIGN_UP)."""
    if settings.SIGN_UP == "first":
        return not Family.objects.exists()
    return settings.SIGN_UP == "open"


def sign_up(*, caller: str, is_verified: bool = False, **details) -> User:
    """Create a family and its owner, as `create_family`, for somebody at the door.

    `caller` is the network of who asks. Raise SignUpClosed, TooManyFamilies or EmailTaken.
    """
    if not is_open():
        refuse("closed")
        raise SignUpClosed
    if not Limit("families of a caller", most=settings.SIGN_UPS_PER_HOUR).take(caller):
        refuse("too many")
        raise TooManyFamilies
    try:
        return create_family(is_verified=is_verified, only_first=settings.SIGN_UP == "first", **details)
    except SignUpClosed:
        refuse("closed")
        raise


def refuse(reason: str) -> None:
    SIGN_UPS_REFUSED.labels(reason).inc()
    logger.warning("A new family was refused: %s", reason)


def create_family(
    *,
    email: str,
    password: str,
    display_name: str,
    family_name: str,
    is_verified: bool = False,
    only_first: bool = False,
) -> User:
    """Create a family and its owner, whatever SIGN_UP says. Raise EmailTaken, or SignUpClosed if `only_first`.

    `is_verified`: the person has opened a link in a letter to this e-mail.
    """
    user = build_user(email=email, password=password, display_name=display_name, role=Role.OWNER)
    user.email_verified_at = timezone.now() if is_verified else None
    if only_first:
        # Outside the transaction: those who make it at the same moment would wait for each other's locks, crosswise.
        Tally.objects.get_or_create(key=FIRST_FAMILY, defaults={"until": timezone.now() + timedelta(hours=1)})
    with transaction.atomic():
        if only_first:
            check_no_family()
        user.family = Family.objects.create(name=family_name)
        insert_user(user)
    return user


def check_no_family() -> None:
    """Raise SignUpClosed if the site has a family. Call this in the transaction that makes the first.

    Lock a row that all who make the first family lock: otherwise two at the same moment would each see none (MariaDB;
    SQLite has one writer at a time).
    """
    list(Tally.objects.select_for_update().filter(key=FIRST_FAMILY))
    if Family.objects.exists():
        raise SignUpClosed


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


def find_open_invitation(*, public_id: str) -> Invitation | None:
    """Return the invitation that a letter goes on with. None if it is used, revoked or over."""
    invitations = Invitation.objects.select_related("family", "invited_by")
    invitation = invitations.filter(public_id=public_id).first()
    return invitation if invitation and invitation.is_open else None


def accept_invitation(
    *, invitation: Invitation, email: str, password: str, display_name: str, is_verified: bool = False
) -> User:
    """Create a contributor of the family that invites. Raise InvitationClosed, or EmailTaken: it then stays open."""
    user = build_user(email=email, password=password, display_name=display_name, role=Role.CONTRIBUTOR)
    user.email_verified_at = timezone.now() if is_verified else None
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
        outbox.publish("albums.welcome", user_id=user.pk)
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
