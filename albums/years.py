"""The years of a family's photos, and the albums of one year.

Nothing is counted: a family may have ten million photos. Each question reads one row of an index for each album.
"""

from datetime import UTC, datetime

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery

from accounts.models import User
from albums.models import Album, Picture

FIRST_YEAR, LAST_YEAR = 1800, 9998
# More albums than a family makes in a year. Those beyond are found on the shelf.
ALBUMS_IN_YEAR = 200


def beginning_of(year: int) -> datetime:
    """Return the first moment of a year of the family's clock, as `taken_at` holds it."""
    return datetime(year, 1, 1, tzinfo=UTC)


def list_years(person: User) -> list[int]:
    """Return the years in which photos of the family were taken, the newest first.

    Walk from year to year: the first photo of each, and then the first one after that year.
    """
    years: list[int] = []
    year: int | None = FIRST_YEAR
    while year and (first := find_first(person, year)):
        years.append(first.year)
        year = first.year + 1 if first.year < LAST_YEAR else None
    return years[::-1]


def find_first(person: User, year: int) -> datetime | None:
    """Return when the family's first photo since the beginning of a year was taken."""
    first = photos_of_album().filter(taken_at__gte=beginning_of(year)).order_by("taken_at")
    found = albums_of(person).annotate(first=Subquery(first.values("taken_at")[:1], DateTimeField()))
    return found.exclude(first=None).order_by("first").values_list("first", flat=True).first()


def albums_of_year(person: User, year: int) -> list[tuple[Album, Picture]]:
    """Return the albums with photos of a year, each with its first one, by its date."""
    of_year = photos_of_album().filter(taken_at__gte=beginning_of(year), taken_at__lt=beginning_of(year + 1))
    first = of_year.order_by("taken_at", "id").values("pk")[:1]
    found = albums_of(person).annotate(first_of_year=Subquery(first)).exclude(first_of_year=None)
    albums = list(found[:ALBUMS_IN_YEAR])
    pictures = Picture.objects.in_bulk([album.first_of_year for album in albums])
    pairs = [(album, pictures[album.first_of_year]) for album in albums if album.first_of_year in pictures]
    return sorted(pairs, key=lambda pair: (pair[1].taken_at, pair[1].pk))


def albums_of(person: User) -> QuerySet[Album]:
    return Album.objects.filter(family_id=person.family_id, trashed_at=None)


def photos_of_album() -> QuerySet[Picture]:
    return Picture.objects.filter(album=OuterRef("pk"), trashed_at=None)
