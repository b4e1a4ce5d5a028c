"""Edit the members of a family, change their roles, and remove them."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

import outbox
from accounts.models import Device, Family, Invitation, PersonalLink, Role, User
from accounts.services.devices import end_devices


class LastOwner(Exception):
    """The change would leave a family without an owner, and nobody else could make another."""


def members_of(family_id: int | None) -> QuerySet[User]:
    """Return the active members of a family. Empty for None, not the people without a family."""
    return User.objects.filter(family_id=family_id, family__isnull=False, is_active=True)


def helped_by(person: User) -> QuerySet[User]:
    """Return the members whose button for help calls a person, by her own number."""
    return members_of(person.family_id).filter(helper=person).exclude(help_phone="")


def edit_parent(
    *, parent: User, by: User, name: str, language: str, help_phone: str, text_step: int | None
) -> None:
    """Save what a parent's pages must know. `text_step` is one of TEXT_STEPS, or None to leave it as it is.

    `by` becomes the parent's helper, whose name is on the button that calls, if the telephone number is new.
    """
    if help_phone != parent.help_phone or parent.helper_id is None:
        parent.helper = by
    # Assigned only if it differs. A stored number that cannot be decrypted is shown as "", and comes back so from the
    # form: assigning it would overwrite the number.
    if help_phone != parent.help_phone:
        parent.help_phone = help_phone
    parent.display_name = name
    parent.language = language
    parent.text_step = text_step or parent.text_step
    parent.save(update_fields=["display_name", "language", "help_phone", "text_step", "helper"])


def change_role(*, member: User, role: Role) -> None:
    """Make an owner a contributor, or a contributor an owner. A viewer does not change. Raise LastOwner."""
    with transaction.atomic():
        if role != Role.OWNER:
            check_not_last_owner(member)
        members_of(member.family_id).filter(pk=member.pk).exclude(role=Role.VIEWER).update(role=role)


def remove_member(*, member: User) -> None:
    """Remove a member from the family. Raise LastOwner.

    Sessions end at once, and links and invitations become invalid. Uploads stay, with the member's name. The row stays
    too, because photos refer to it, but without e-mail and password, so that the person may sign up again. An
    administrator of the site leaves the family and is nothing else. Of a parent nothing stays: a message erases all.
    """
    was_parent = member.role == Role.VIEWER
    with transaction.atomic():
        check_not_last_owner(member)
        shut_out(member)
        if was_parent:
            outbox.publish("albums.erase_removed", user_id=member.pk)


def shut_out(member: User) -> None:
    """End what lets a member in, as `remove_member` says. Call it in a transaction."""
    now = timezone.now()
    with transaction.atomic():
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
            # Sessions hold a hash of the password, so they end when it changes.
            member.set_unusable_password()
        member.save(update_fields=["role", "family", "is_active", "email", "help_phone", "password"])


def check_not_last_owner(member: User) -> None:
    """Raise LastOwner if `member` is the family's only owner. Call this in the transaction of the change.

    Lock the family's row: otherwise two owners who demote each other at the same moment would each see the other as
    the one who remains (MariaDB; SQLite has one writer at a time).
    """
    Family.objects.select_for_update().get(pk=member.family_id)
    owners = members_of(member.family_id).filter(role=Role.OWNER)
    if owners.filter(pk=member.pk).exists() and not owners.exclude(pk=member.pk).exists():
        raise LastOwner
