"""What is new to a person: the pictures that she has not seen, the oldest first.

While she turns them they become seen. So a walk is bound to the moment at which it began: its pictures are those that
were not seen then, and those that came since. Its cursors are those of `picup/core/pagination.py`: that moment, the
look's id, and how many pictures came before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from albums.models import Look, Picture
from albums.services.looks import SEEN_AT_ONCE
from picup.core.pagination import Cursor

# Counted up to here.
MOST = 999
# A walk that began longer ago begins anew: it would read all that she has ever seen since.
LONGEST_WALK = timedelta(hours=12)


@dataclass(frozen=True)
class New:
    """What is new to a person: how many pictures (at most MOST), and the newest of them, with its album."""

    count: int
    newest: Picture


@dataclass(frozen=True)
class Turn:
    """A picture of the walk, its number, the number of all, and the cursors to the pictures around it."""

    picture: Picture
    number: int
    count: int
    previous: Cursor | None
    next: Cursor


def looks_of(person: User) -> QuerySet[Look]:
    """Return a person's looks at pictures that she can see."""
    return Look.objects.filter(
        person=person,
        picture__trashed_at=None,
        picture__state=Picture.State.READY,
        picture__album__trashed_at=None,
        picture__album__family_id=person.family_id,
    )


def find_new(person: User) -> New | None:
    """Return what is new to a person. None if nothing is. Two queries, one if there is nothing."""
    unseen = looks_of(person).filter(seen_at=None)
    newest = unseen.select_related("picture__album", "picture__uploaded_by").order_by("-id").first()
    return New(unseen[:MOST].count(), newest.picture) if newest else None


def unseen_version(person: User) -> tuple[int, int]:
    """Return how many looks are before a person, at most MOST, and the newest: they change with what is new to her."""
    looks = Look.objects.filter(person=person, seen_at=None).order_by("-id")
    ids = list(looks.values_list("pk", flat=True)[:MOST])
    return len(ids), max(ids, default=0)


def begin() -> Cursor:
    """Return the cursor at which a walk begins now."""
    return Cursor(timezone.now(), 0, 0)


def go_on(cursor: Cursor | None) -> Cursor:
    """Return the cursor at which a walk goes on. A new walk begins without one, and after LONGEST_WALK."""
    now = timezone.now()
    is_fresh = cursor is not None and now - LONGEST_WALK < cursor.time <= now
    return cursor if cursor and is_fresh else begin()


def turn(person: User, after: Cursor) -> Turn | None:
    """Return the walk's picture after a cursor, or None at its end."""
    walk = walk_since(person, after.time)
    looks = walk.select_related("picture__album", "picture__uploaded_by")
    look = looks.filter(id__gt=after.id).order_by("id").first()
    if look is None:
        return None
    number = after.number + 1
    left = walk.filter(id__gt=look.pk)[:MOST].count()
    previous = find_previous(walk, after, look.pk)
    return Turn(look.picture, number, number + left, previous, Cursor(after.time, look.pk, number))


def find_previous(walk: QuerySet[Look], after: Cursor, look_id: int) -> Cursor | None:
    """Return the cursor after which the picture before this one comes. None for the first."""
    before = list(walk.filter(id__lt=look_id).order_by("-id").values_list("id", flat=True)[:2])
    if not before:
        return None
    return Cursor(after.time, before[1] if len(before) > 1 else 0, max(0, after.number - 1))


def find_last(person: User, at: Cursor) -> Picture | None:
    """Return the last picture of a walk that has ended at a cursor."""
    looks = walk_since(person, at.time).filter(id__lte=at.id)
    look = looks.select_related("picture__album", "picture__uploaded_by").order_by("-id").first()
    return look.picture if look else None


def shown_until(person: User, at: Cursor) -> list[str]:
    """Return the public ids of the walk's pictures before a cursor, as many as one request may say were seen."""
    looks = walk_since(person, at.time).filter(id__lte=at.id, seen_at=None).order_by("-id")
    return list(looks.values_list("picture__public_id", flat=True)[:SEEN_AT_ONCE])


def walk_since(person: User, moment: datetime) -> QuerySet[Look]:
    return looks_of(person).filter(Q(seen_at=None) | Q(seen_at__gte=moment))
