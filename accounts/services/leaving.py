"""Leaving: a member decides to go, or the only owner closes the family; at once, or in TIME_TO_THINK.

This module decides and shuts people out. `albums/leaving/` erases, by messages, because it knows all the other rooms.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

import outbox
from accounts.models import TIME_TO_THINK, Family, Leaving, Role, User
from accounts.services.members import LastOwner, check_not_last_owner, members_of, shut_out

Kind = Leaving.Kind


class OtherOwners(Exception):
    """The family has other owners, who would lose everything without having been asked."""


def request_leaving(*, member: User, takes_photos: bool, at_once: bool) -> Leaving:
    """Have a member leave, at once or in TIME_TO_THINK. Raise LastOwner."""
    with transaction.atomic():
        check_not_last_owner(member)  # locks the family
        return request(Kind.MEMBER, member, at_once, takes_photos=takes_photos)


def request_closing(*, owner: User, at_once: bool) -> Leaving:
    """Have a family closed, at once or in TIME_TO_THINK, by its only owner. Raise OtherOwners."""
    with transaction.atomic():
        Family.objects.select_for_update().get(pk=owner.family_id)
        if has_other_owners(owner):
            raise OtherOwners
        return request(Kind.FAMILY, owner, at_once)


def request(kind: str, member: User, at_once: bool, **values: bool) -> Leaving:
    """Insert a leaving instead of the one that waits, in a transaction that holds the family's lock."""
    now = timezone.now()
    waiting().filter(member=member).delete()
    leaving = Leaving.objects.create(
        kind=kind,
        member=member,
        family_id=member.family_id,
        requested_at=now,
        due_at=now if at_once else now + TIME_TO_THINK,
        **values,
    )
    if at_once:
        begin(leaving)
    return leaving


def waiting() -> QuerySet[Leaving]:
    """Return what is decided and not begun."""
    return Leaving.objects.filter(begun_at=None)


def waiting_for(person: User) -> Leaving | None:
    """Return what a person must be reminded of: that she leaves, or that her family closes. None if neither."""
    if person.family_id is None:
        return None
    mine = Q(member_id=person.pk, kind=Kind.MEMBER) | Q(kind=Kind.FAMILY)
    return waiting().filter(mine, family_id=person.family_id).order_by("due_at").first()


def has_other_owners(person: User) -> bool:
    """Return True if the person's family has an owner besides her."""
    return owners_besides(person.family_id, person)


def owners_besides(family_id: int | None, person: User) -> bool:
    return members_of(family_id).filter(role=Role.OWNER).exclude(pk=person.pk).exists()


def take_back(leaving: Leaving) -> bool:
    """Take a decision back. Return False if it was carried out already.

    Locked first: `begin`, which changes the same row, comes before or finds no row.
    """
    with transaction.atomic():
        rows = waiting().filter(pk=leaving.pk)
        return bool(rows.select_for_update().values_list("pk", flat=True)) and bool(rows.delete()[0])


def begin_due(now: datetime) -> None:
    """Begin what is due. The last owner's leaving waits on, until somebody else is an owner; its page says so.

    A closing ends as taken back if somebody else is an owner by then, whom nobody has asked.
    """
    for leaving in waiting().filter(finished_at=None, due_at__lte=now).order_by("due_at")[:100]:
        try:
            begin(leaving)
        except LastOwner:
            continue
        except OtherOwners:
            take_back(leaving)


def begin(leaving: Leaving) -> bool:
    """Shut out who leaves, or a whole family, and publish the message that erases. Raise LastOwner or OtherOwners.

    Return False if it was begun or taken back meanwhile.
    """
    with transaction.atomic():
        Family.objects.select_for_update().filter(pk=leaving.family_id).first()
        now = timezone.now()
        if not waiting().filter(pk=leaving.pk).update(begun_at=now):
            return False
        member = User.objects.get(pk=leaving.member_id)
        if leaving.closes_family and owners_besides(leaving.family_id, member):
            raise OtherOwners
        if not leaving.closes_family and member.family_id:
            check_not_last_owner(member)
        leaving.begun_at, leaving.email, leaving.language = now, member.email or "", member.language
        leaving.save(update_fields=["email", "language"])
        for person in people_of(leaving):
            email = person.email
            shut_out(person)
            # Kept until the person is erased: messages and failed sign-ins are found by it.
            User.objects.filter(pk=person.pk).update(email=email)
        outbox.publish("albums.erase", leaving_id=leaving.pk)
    return True


def begin_removed(user_id: int) -> Leaving | None:
    """Return the leaving that erases a parent whom an owner has removed. None if there is no such person any more.

    Call it in a transaction. A repeat returns the same row.
    """
    removed = (
        User.objects.select_for_update().filter(pk=user_id, is_active=False, family__isnull=False).first()
    )
    if removed is None:
        return None
    now = timezone.now()
    leaving, _is_new = Leaving.objects.get_or_create(
        kind=Kind.REMOVED,
        member=removed,
        defaults={"family_id": removed.family_id, "requested_at": now, "due_at": now, "begun_at": now},
    )
    return leaving


def people_of(leaving: Leaving) -> QuerySet[User]:
    """Return who is erased: the one who leaves, or all of a family, those too who were removed before."""
    if leaving.closes_family:
        return User.objects.filter(family_id=leaving.family_id, family__isnull=False).order_by("pk")
    return User.objects.filter(pk=leaving.member_id)
