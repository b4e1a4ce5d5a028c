"""Edit the members of a family, change their roles, and remove them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

import outbox
from accounts.models import Invitation, PersonalLink, Role, User
from accounts.services import journal, sessions
from accounts.services.links import Papers, close_links, replace_papers
from accounts.services.rights import lock_family, lock_owner


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
    with transaction.atomic():
        parent.save(update_fields=["display_name", "language", "help_phone", "text_step", "helper"])
        journal.note("member_edited", by=by, about=parent)


def change_role(*, member: User, role: Role, by: User | None = None, anew: Iterable[str] = ()) -> Papers:
    """Make an owner a contributor, or a contributor an owner. A viewer does not change. Raise LastOwner, RightLost.

    The papers that a former owner made are closed. `by` makes new ones for the parents whose public ids are in `anew`.
    `by` is None for an administrator.
    """
    with transaction.atomic():
        lock_for(by, member)
        if role != Role.OWNER:
            check_not_last_owner(member)
        changing = members_of(member.family_id).filter(pk=member.pk).exclude(role=Role.VIEWER)
        if not changing.exists():
            return Papers([], [])
        member.role = role
        parents = withdraw(member)
        if changing.exclude(role=role).update(role=role):
            journal.note(f"made_{role}", about=member)
        return make_papers(by, member, parents, anew)


def remove_member(*, member: User, by: User | None = None, anew: Iterable[str] = ()) -> Papers:
    """Remove a member from the family. Raise LastOwner, RightLost. `by` and `anew` are those of `change_role`.

    Sessions end at once. The member's links become invalid, and so do the links and invitations that the member made.
    Uploads stay, with the member's name. The row stays too, because photos refer to it, but without e-mail and
    password, so that the person may sign up again. An administrator of the site leaves the family and is nothing else.
    Of a parent nothing stays: a message erases all.
    """
    was_parent = member.role == Role.VIEWER
    with transaction.atomic():
        lock_for(by, member)
        check_not_last_owner(member)
        journal.note("member_removed", about=member)
        parents = shut_out(member)
        if was_parent:
            outbox.publish("albums.erase_removed", user_id=member.pk)
        return make_papers(by, member, parents, anew)


def shut_out(member: User) -> list[User]:
    """End what lets a member in, as `remove_member` says. Return the parents without a paper, as `withdraw`.

    Call it in a transaction, with the family locked.
    """
    with transaction.atomic():
        member.role = Role.VIEWER
        if member.is_staff:
            member.family = None
        else:
            sessions.end_all_sessions(member)
            member.is_active = False
            member.email = None
            member.help_phone = ""
            # Sessions hold a hash of the password, so they end when it changes.
            member.set_unusable_password()
        parents = withdraw(member)
        member.save(update_fields=["role", "family", "is_active", "email", "help_phone", "password"])
        return parents


def lock_for(by: User | None, member: User) -> None:
    """Lock the family of `member`. Raise RightLost if `by` is not its owner any more: somebody was quicker."""
    if by is None:
        lock_family(member.family_id)
    else:
        lock_owner(by)


def withdraw(member: User) -> list[User]:
    """Close what `member`, as she is about to be saved, may not have made or hold. Return the parents without a paper.

    That is, the parents whom links that she made signed in. Call this with the family locked, in the transaction that
    changes her role, her family or `is_active`, and before it saves her row: a device that is being signed in locks
    its link first and its person's row second.
    """
    family_id = member.family_id if member.is_active else None
    made = PersonalLink.objects.filter(created_by=member, revoked_at=None)
    if family_id and member.is_owner:
        made = made.exclude(user__family_id=family_id)
    own = PersonalLink.objects.filter(user=member, revoked_at=None)
    if family_id and member.role == Role.VIEWER and not member.is_staff:
        own = own.exclude(created_by__family_id=family_id)
    invitations = Invitation.objects.filter(invited_by=member, accepted_at=None, revoked_at=None)
    if family_id and member.may_contribute:
        invitations = invitations.exclude(family_id=family_id)
    parents = list(User.objects.filter(pk__in=made.open().values("user_id")).order_by("created_at", "pk"))
    close_links([link.pk for link in (*made, *own)])
    invitations.update(revoked_at=timezone.now())
    return parents


def make_papers(by: User | None, member: User, parents: list[User], anew: Iterable[str]) -> Papers:
    """Make the new papers. Who took the right from herself makes none: another owner does."""
    if by is None or by.pk == member.pk:
        return Papers([], parents)
    return replace_papers(by=by, parents=parents, anew=anew)


def check_not_last_owner(member: User) -> None:
    """Raise LastOwner if `member` is the family's only owner. Call this in the transaction of the change.

    Lock the family's row: otherwise two owners who demote each other at the same moment would each see the other as
    the one who remains (MariaDB; SQLite has one writer at a time).
    """
    lock_family(member.family_id)
    owners = members_of(member.family_id).filter(role=Role.OWNER)
    if owners.filter(pk=member.pk).exists() and not owners.exclude(pk=member.pk).exists():
        raise LastOwner
