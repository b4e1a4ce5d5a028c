"""Who loves a photo, who has looked at an album, and what nobody has seen yet: what pages show of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from accounts.models import Role, User
from albums.models import Heart, Look, Picture, Visit

# Names that a page shows; nobody has a larger household.
NAMES = 20
# Of the viewers who looked last: as many as one line holds.
LOOKERS = 3


@dataclass(frozen=True)
class LastLook:
    """When a viewer looked at any album last."""

    person: User
    at: datetime


def hearts_of(person: User, picture: Picture) -> dict:
    """Return what a photo's page shows of hearts: whether the person loves it, and the names of the others who do.

    One query. Only contributors are told names.
    """
    found = (
        Heart.objects.filter(picture=picture, person__is_active=True)
        .select_related("person")
        .order_by("created_at")[:NAMES]
    )
    hearts, adder = list(found), picture.uploaded_by
    others = [heart.person.display_name for heart in hearts if heart.person_id != person.pk]
    return {
        "is_loved": any(heart.person_id == person.pk for heart in hearts),
        "loved_by": others if person.may_contribute else [],
        "adder": adder.display_name if adder and adder != person else "",
    }


def visits_to(album_id: str) -> list[Visit]:
    """Return the last visits of the viewers to an album, the newest first. `album_id` is public."""
    of_viewers = Visit.objects.filter(
        album__public_id=album_id, person__role=Role.VIEWER, person__is_active=True
    )
    return list(of_viewers.select_related("person").order_by("-at")[:NAMES])


def last_looks(person: User) -> list[LastLook]:
    """Return when the viewers of a contributor's family looked last, the newest first. Blank for a viewer.

    One query, which reads one row of an index for each viewer.
    """
    if not person.may_contribute:
        return []
    visits = Visit.objects.filter(person=OuterRef("pk")).order_by("-at").values("at")[:1]
    viewers = User.objects.filter(family_id=person.family_id, role=Role.VIEWER, is_active=True)
    looked = viewers.annotate(looked_at=Subquery(visits)).filter(looked_at__isnull=False)
    return [LastLook(viewer, viewer.looked_at) for viewer in looked.order_by("-looked_at")[:LOOKERS]]


def hearts_in(album_id: str) -> list[Heart]:
    """Return the newest hearts of an album, with the people and pictures. `album_id` is public."""
    found = Heart.objects.filter(album__public_id=album_id, picture__trashed_at=None, person__is_active=True)
    return list(found.select_related("person", "picture").order_by("-created_at", "-id")[:NAMES])


def unseen_by_all(picture_ids: list[str]) -> list[Picture]:
    """Return those of the pictures that wait for somebody's look and that nobody has seen. The ids are public."""
    waiting = Picture.objects.filter(public_id__in=picture_ids, looks__isnull=False)
    return list(waiting.exclude(looks__seen_at__gt=Look.PUT_AWAY).select_related("album").distinct())
