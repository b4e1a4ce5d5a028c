"""The years of a family's photos, and the albums of one year.

Nothing is counted: a family may have ten million photos. MariaDB answers "the first photo of each of these albums since
then" by a few entries of the index for each album, if it is asked with the albums' own keys ("Using index for
group-by"); asked with a subquery, it walks through all of them (docs/measurements/pages.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from django.db.models import Max, Min, Q, QuerySet

from accounts.models import User
from albums.models import Album, Picture
from picup.core.pagination import Cursor, beyond, order_items

FIRST_YEAR, LAST_YEAR = 1800, 9998
# Keys in one query. From some thousand on, MariaDB makes a subquery of them.
KEYS = 500
# More albums than a family makes in a year. Those beyond are found on the shelf.
ALBUMS_IN_YEAR = 200
# Photos of one album behind one print of a year: a page of its overview, so that each is a touch away.
PICTURES_IN_PRINT = 60


def beginning_of(year: int) -> datetime:
    """Return the first moment of a year of the family's clock, as `taken_at` holds it."""
    return datetime(year, 1, 1, tzinfo=UTC)


def list_years(person: User) -> list[int]:
    """Return the years in which photos of the family were taken, the newest first.

    An album is asked once, and once more for each year after its first in which it has photos.
    """
    spans = {album: (first, last) for album, first, last in spans_of(album_keys(person))}
    coming = {album: first for album, (first, _) in spans.items()}
    years: list[int] = []
    while coming and (year := min(coming.values()).year) <= LAST_YEAR:
        years.append(year)
        at_year = [album for album, first in coming.items() if first.year == year]
        for album in at_year:
            del coming[album]
        longer = [album for album in at_year if spans[album][1].year > year]
        coming |= first_since(longer, beginning_of(year + 1))
    return years[::-1]


def albums_of_year(person: User, year: int) -> list[tuple[Album, Picture]]:
    """Return the albums with photos of a year, each with its first one, by its date."""
    firsts = first_since(album_keys(person), beginning_of(year))
    of_year = sorted((first, album) for album, first in firsts.items() if first.year == year)
    places = {album: first for first, album in of_year[:ALBUMS_IN_YEAR]}
    albums = Album.objects.filter(trashed_at=None).in_bulk(places)
    pictures = first_pictures(places)
    return [(albums[album], pictures[album]) for album in places if album in albums and album in pictures]


def begin_prints(album: Album, first: Picture, year: int) -> Iterator[Picture]:
    """Yield `first`, an album's first photo of a year, and each one PICTURES_IN_PRINT further on in the album.

    One query for each, and one more for an album that has so many photos.
    """
    yield first
    if album.picture_count <= PICTURES_IN_PRINT:
        return
    shown = Picture.objects.filter(album=album, trashed_at=None)
    of_year = shown.filter(taken_at__gte=beginning_of(year), taken_at__lt=beginning_of(year + 1))
    last = of_year.order_by("-taken_at").values_list("order_time", flat=True)[:1]
    until = max(last, default=first.order_time)
    place = further_on(shown, first)
    while place and place.order_time <= until:
        yield place
        place = further_on(shown, place)


def further_on(pictures: QuerySet[Picture], picture: Picture) -> Picture | None:
    """Return the photo that comes PICTURES_IN_PRINT after another in the album's order. None beyond its end.

    Read in two steps, as `picup.core.pagination.read_beyond` says.
    """
    cursor = Cursor(picture.order_time, picture.pk, 0)
    later = order_items(
        beyond(pictures, cursor, "order_time", greater=True), "order_time", greater=True
    ).values_list("pk", flat=True)
    key = next(iter(later[PICTURES_IN_PRINT - 1 : PICTURES_IN_PRINT]), None)
    return pictures.filter(pk=key).first() if key else None


def first_pictures(places: dict[int, datetime]) -> dict[int, Picture]:
    """Return the picture of each album that was taken at a moment."""
    found: dict[int, Picture] = {}
    for keys in in_chunks(list(places)):
        at_places = Q()
        for album in keys:
            at_places |= Q(album_id=album, taken_at=places[album])
        for picture in Picture.objects.filter(at_places, trashed_at=None).order_by("-id"):
            found[picture.album_id] = picture
    return found


def album_keys(person: User) -> list[int]:
    albums = Album.objects.filter(family_id=person.family_id, trashed_at=None)
    return list(albums.order_by("pk").values_list("pk", flat=True))


def spans_of(albums: Sequence[int]) -> Iterator[tuple[int, datetime, datetime]]:
    """Yield each album that has dated photos, with the dates of the first and the last of them."""
    for keys in in_chunks(albums):
        dated = Picture.objects.filter(
            album_id__in=keys, trashed_at=None, taken_at__gte=beginning_of(FIRST_YEAR)
        )
        yield from dated.order_by().values_list("album_id").annotate(Min("taken_at"), Max("taken_at"))


def first_since(albums: Sequence[int], moment: datetime) -> dict[int, datetime]:
    """Return the date of each album's first photo since a moment."""
    firsts: dict[int, datetime] = {}
    for keys in in_chunks(albums):
        since = Picture.objects.filter(album_id__in=keys, trashed_at=None, taken_at__gte=moment)
        firsts |= dict(since.order_by().values_list("album_id").annotate(Min("taken_at")))
    return firsts


def in_chunks(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[at : at + KEYS] for at in range(0, len(keys), KEYS))
