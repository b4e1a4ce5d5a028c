"""The years of a family's photos, and the albums of one year.

Nothing is counted: a family may have ten million photos. MariaDB answers "the first photo of each of these albums since
then" by a few entries of the index for each album, if it is asked with the albums' own keys ("Using index for
group-by"); asked with a subquery, it walks through all of them (docs/measurements/pages.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

from django.db.models import Max, Min, Q

from accounts.models import User
from albums.models import Album, Picture
from picup.core.pagination import Cursor, beyond, order_items

FIRST_YEAR, LAST_YEAR = 1800, 9998
# Keys in one query. From some thousand on, MariaDB makes a subquery of them.
KEYS = 500
# More albums than a family makes in a year. Those beyond are found on the shelf.
ALBUMS_IN_YEAR = 200


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


def prints_of_year(person: User, year: int, *, size: int, most: int) -> list[tuple[Album, Picture]]:
    """Return the albums with photos of a year, each with its first one and every `size`-th after it.

    At most `most` prints. An album of more than `size` photos is asked once for each print.
    """
    firsts = albums_of_year(person, year)
    starts = ((album, pk) for album, first in firsts for pk in starts_in(album, first, year, size))
    prints = list(islice(starts, most))
    pictures = {first.pk: first for _, first in firsts}
    pictures |= Picture.objects.filter(trashed_at=None).in_bulk(
        [pk for _, pk in prints if pk not in pictures]
    )
    return [(album, pictures[pk]) for album, pk in prints if pk in pictures]


def starts_in(album: Album, first: Picture, year: int, size: int) -> Iterator[int]:
    """Yield the keys of an album's first photo of a year and of each `size`-th one after it, in the album's order.

    Dated photos stand at their dates (`albums/services/order.py`), so those of a year end where the next one begins.
    Keys alone, as `picup.core.pagination.read_beyond` says.
    """
    yield first.pk
    shown, here = Picture.objects.filter(album=album, trashed_at=None), Cursor(first.order_time, first.pk, 0)
    while album.picture_count > size:
        later = order_items(beyond(shown, here, "order_time", greater=True), "order_time", greater=True)
        further = next(iter(later.values_list("order_time", "pk")[size - 1 : size]), None)
        if further is None or further[0] >= beginning_of(year + 1):
            return
        here = Cursor(further[0], further[1], 0)
        yield here.id


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
