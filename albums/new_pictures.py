"""What is new to a person: the pictures that she has not seen, the oldest first.

While she turns them they become seen. So a walk is bound to the moment at which it began: its pictures are those that
were not seen then, and those that came since. Its cursors are those of `picup/core/pagination.py`: that moment, the
look's id, and how many pictures came before.

Looks have the order in which pictures became ready, so an older upload that is ready later comes later. One whose
transaction ends when she has passed its place is met in her next walk: it stays new until it was on her screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from accounts.models import User
from albums.models import Look, Picture
from albums.services.looks import SEEN_AT_ONCE
from albums.years import KEYS
from picup.core.pagination import Cursor

# Counted up to here. Each that is counted costs three entries of an index.
MOST = 99
# Many more, so that also who has many in the trash sees the number change with each that she has seen.
VERSION_OF = 999
# So many pictures back a walk leads over what has been seen in it.
WAY_BACK = 50
# Looks that are asked for when some of the first lead to nothing, as to what is in the trash; then twice as many.
SOME_MORE = 8
# What decides whether a look's picture is shown (`keep_shown`).
SHOWN = ("picture__state", "picture__trashed_at", "picture__album__trashed_at", "picture__album__family_id")
# A walk that began longer ago begins anew: it would read all that she has ever seen since.
LONGEST_WALK = timedelta(hours=12)


@dataclass(frozen=True)
class New:
    """What is new to a person: how many pictures (None: more than MOST), and the newest of them, with its album.

    `by_one` says that one person added all that were counted, `first_at` when the first of them was added.
    """

    count: int | None
    newest: Picture
    by_one: bool
    first_at: datetime


@dataclass(frozen=True)
class Turn:
    """A picture of the walk, its number, the number of all (None: more than MOST are left), the cursors around it."""

    picture: Picture
    number: int
    count: int | None
    previous: Cursor | None
    next: Cursor


class Place(NamedTuple):
    """A look, its picture, and by whom and when that was added."""

    id: int
    picture_id: int
    adder_id: int | None
    added_at: datetime


def find_new(person: User) -> New | None:
    """Return what is new to a person. None if nothing is: then it is one query, else three."""
    unseen = find_unseen(person, greater=False, count=MOST + 1)
    newest = read_picture(unseen[0]) if unseen else None
    if newest is None:
        return None
    return New(
        len(unseen) if len(unseen) <= MOST else None,
        newest,
        by_one=len({place.adder_id for place in unseen}) == 1,
        first_at=min(place.added_at for place in unseen),
    )


def unseen_version(person: User) -> tuple[int, int]:
    """Return how many looks are before a person, at most VERSION_OF, and the newest.

    They change with what is new to her. Counted in the index alone, what lies in the trash too.
    """
    looks = Look.objects.filter(person=person, seen_at=None).order_by("-id")
    ids = list(looks.values_list("pk", flat=True)[:VERSION_OF])
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
    seen = find_seen_since(person, after.time)
    ahead = find_beyond(person, seen, after.id, greater=True, count=MOST + 1)
    picture = read_picture(ahead[0]) if ahead else None
    if picture is None:
        return None
    number, here = after.number + 1, ahead[0].id
    count = after.number + len(ahead) if len(ahead) <= MOST else None
    behind = find_beyond(person, seen, here, greater=False, count=2)
    return Turn(picture, number, count, find_previous(behind, after), Cursor(after.time, here, number))


def find_previous(behind: list[Place], after: Cursor) -> Cursor | None:
    """Return the cursor after which the nearest of the pictures behind comes. None if there is none."""
    if not behind:
        return None
    return Cursor(after.time, behind[1].id if len(behind) > 1 else 0, max(0, after.number - 1))


def find_last(person: User, at: Cursor) -> Picture | None:
    """Return the last picture of a walk that has ended at a cursor."""
    seen = find_seen_since(person, at.time)
    last = find_beyond(person, seen, at.id + 1, greater=False, count=1)
    return read_picture(last[0]) if last else None


def shown_until(person: User, at: Cursor) -> list[str]:
    """Return the public ids of the walk's pictures before a cursor, as many as one request may say were seen.

    The last of them last, which is where she stopped.
    """
    unseen = find_unseen(person, at.id + 1, greater=False, count=SEEN_AT_ONCE)[::-1]
    public_ids = dict(
        Picture.objects.filter(pk__in=[place.picture_id for place in unseen]).values_list("pk", "public_id")
    )
    return [public_ids[place.picture_id] for place in unseen if place.picture_id in public_ids]


def find_beyond(person: User, seen: list[Place], id: int, *, greater: bool, count: int) -> list[Place]:
    """Return up to `count` places of a walk beyond a look's id, the nearest first.

    Those that she has not seen, and those of `seen`: two ranges of the index, each read from its own end. Asked for
    both at once, MariaDB reads every look of every album (docs/measurements/pages.md).
    """
    near = [place for place in seen if (place.id > id if greater else place.id < id)]
    near += find_unseen(person, id, greater=greater, count=count)
    return sorted(near, reverse=not greater)[:count]


def find_unseen(person: User, id: int | None = None, *, greater: bool, count: int) -> list[Place]:
    """Return up to `count` places of what a person has not seen, beyond a look's id, the nearest first."""
    found: list[Place] = []
    for window in unseen_windows(person, id, greater=greater, size=count):
        found += keep_shown(person, window)
        if len(found) >= count:
            break
    return found[:count]


def unseen_windows(person: User, id: int | None, *, greater: bool, size: int) -> Iterator[list[int]]:
    """Yield ids of what a person has not seen, also of what lies in the trash: `size`, then some more, then many more.

    Ids alone: they are in the index. Asked for whole rows, MariaDB reads the index from its beginning to `id`.
    """
    unseen = Look.objects.filter(person=person, seen_at=None).order_by("id" if greater else "-id")
    more = SOME_MORE
    while True:
        beyond = unseen if id is None else unseen.filter(**{"id__gt" if greater else "id__lt": id})
        window = list(beyond.values_list("id", flat=True)[:size])
        if window:
            yield window
        if len(window) < size:
            return
        id, size, more = window[-1], more, min(2 * more, KEYS)


def find_seen_since(person: User, moment: datetime) -> list[Place]:
    """Return the places of the last WAY_BACK pictures that a person has seen since a moment."""
    seen = Look.objects.filter(person=person, seen_at__gte=moment).order_by("-seen_at", "-id")
    return keep_shown(person, list(seen.values_list("id", flat=True)[:WAY_BACK]))


def keep_shown(person: User, ids: list[int]) -> list[Place]:
    """Return the places of those of some looks whose pictures the person can see, in the same order.

    The rows are asked for by their keys alone, and compared here: MariaDB takes any condition on the albums for a
    reason to read all of them.
    """
    if not ids:
        return []
    told = ("id", "picture_id", "picture__uploaded_by_id", "picture__created_at")
    rows = Look.objects.filter(pk__in=ids).values_list(*told, *SHOWN)
    shown = (Picture.State.READY, None, None, person.family_id)
    found = {row[0]: Place(*row[: len(told)]) for row in rows if row[len(told) :] == shown}
    return [found[id] for id in ids if id in found]


def read_picture(place: Place) -> Picture | None:
    """Return a place's picture with its album and who added it. None if it was deleted just now."""
    pictures = Picture.objects.select_related("album", "uploaded_by")
    return pictures.filter(pk=place.picture_id).first()
