"""Ask for a right once more, in the transaction that uses it.

A view asked before its transaction began. Meanwhile somebody may have removed the person, or taken a role from her. So
who changes rights, and who uses one to make a link, an invitation or a member, locks the family's row first. One of the
two waits, and then sees what the other did (MariaDB; SQLite has one writer at a time).
"""

from django.core.exceptions import PermissionDenied

from accounts.models import CONTRIBUTORS, Family, Role, User


class RightLost(PermissionDenied):
    """The person lost the right while her request was on its way. Django answers 403, as for one who never had it."""


def lock_family(family_id: int | None) -> None:
    """Let no right of this family change until the caller's transaction ends. Raise Family.DoesNotExist for None."""
    Family.objects.select_for_update().get(pk=family_id)


def lock_owner(person: User) -> None:
    """Lock the family of an owner. Raise RightLost if she is none any more."""
    lock_right(person, [Role.OWNER])


def lock_contributor(person: User) -> None:
    """Lock the family of who may contribute. Raise RightLost if she may not any more."""
    lock_right(person, CONTRIBUTORS)


def lock_right(person: User, roles) -> None:
    if person.family_id is None:
        raise RightLost
    lock_family(person.family_id)
    check_right(person, roles)


def check_contributor(person: User) -> None:
    """Raise RightLost if a person may not contribute any more. Lock nothing: a family's uploads do not wait for one
    another."""
    check_right(person, CONTRIBUTORS)


def check_owner(person: User) -> None:
    """Raise RightLost if a person is no owner any more."""
    check_right(person, [Role.OWNER])


def check_right(person: User, roles) -> None:
    mine = User.objects.filter(pk=person.pk, family_id=person.family_id, family__isnull=False)
    if not mine.filter(is_active=True, role__in=roles).exists():
        raise RightLost
