"""The members of a family: what they are called, what they may do, and leaving."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Device, Family, Invitation, PersonalLink, Role, User
from accounts.services.devices import end_devices


class LastOwner(Exception):
    """A family always has an owner: nobody else could ever make another."""


def members_of(family_id: int | None) -> QuerySet[User]:
    """Nobody's for None, which a query would take for "all who have no family"."""
    return User.objects.filter(family_id=family_id, family__isnull=False, is_active=True)


def edit_parent(
    *, parent: User, by: User, name: str, language: str, help_phone: str, text_step: int | None
) -> None:
    """Whoever writes a new telephone number is the helper whom its button names."""
    if help_phone != parent.help_phone or parent.helper_id is None:
        parent.helper = by
    # Not assigned where it is the same: a number that could not be read came back from its form as "".
    if help_phone != parent.help_phone:
        parent.help_phone = help_phone
    parent.display_name = name
    parent.language = language
    parent.text_step = text_step or parent.text_step
    parent.save(update_fields=["display_name", "language", "help_phone", "text_step", "helper"])


def change_role(*, member: User, role: Role) -> None:
    """Makes an owner a contributor or the other way round. Raises LastOwner."""
    with transaction.atomic():
        if role != Role.OWNER:
            refuse_last_owner(member)
        members_of(member.family_id).filter(pk=member.pk).exclude(role=Role.VIEWER).update(role=role)


def remove_member(*, member: User) -> None:
    """Takes a member out of the family: her sessions end at once, her links and invitations open nothing.
    Her uploads stay, with her name. Raises LastOwner.

    The row stays, because photos name it, but without e-mail and password: she may sign up again. An
    administrator of the site only leaves the family.
    """
    now = timezone.now()
    with transaction.atomic():
        refuse_last_owner(member)
        PersonalLink.objects.filter(user=member, revoked_at=None).update(revoked_at=now)
        end_devices(Device.objects.filter(link__user=member))
        Invitation.objects.filter(invited_by=member, accepted_at=None, revoked_at=None).update(revoked_at=now)
        member.role = Role.VIEWER
        if member.is_staff:
            member.family = None
        else:
            member.is_active = False
            member.email = None
            member.help_phone = ""
            # Other sessions carry a hash of the password: they end with it.
            member.set_unusable_password()
        member.save(update_fields=["role", "family", "is_active", "email", "help_phone", "password"])


def refuse_last_owner(member: User) -> None:
    """Within a transaction. The family's row is locked: two owners who demote each other at the same moment
    would otherwise each see the other as the one who stays (MariaDB; SQLite has one writer at a time)."""
    Family.objects.select_for_update().get(pk=member.family_id)
    owners = members_of(member.family_id).filter(role=Role.OWNER)
    if owners.filter(pk=member.pk).exists() and not owners.exclude(pk=member.pk).exists():
        raise LastOwner
