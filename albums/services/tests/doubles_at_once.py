"""Many hands at once on the same picture in two files. `test_sharing_on_mariadb.py` calls it, where a family is.

Functions import Django and models themselves, as there.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial

from albums.tests.at_once import at_once

VARIANTS = 4
ROUNDS = 6


def variant(number: int, second: int) -> bytes:
    """Return a photo. All of a number have the same picture, taken at another second each."""
    from albums.tests.helpers import photo

    # Far from each other, or else their coded pictures may be the same.
    return photo(40 * number, taken=f"2019:05:04 11:12:{second:02}")


def open_pairs() -> int:
    from albums.services.doubles import open_doubles

    return open_doubles(1).count()


def forget_all() -> None:
    from albums.models import Album, Double

    Double.objects.all().delete()
    for album in Album.objects.all():
        album.trashed_at = album.created_at
        album.save()


def met_at_once(upload: Callable, new_album: Callable) -> tuple[Counter, list[int]]:
    """Variants of one picture into an album each."""
    outcomes, pairs = Counter(), []
    for number in range(ROUNDS // 3):
        forget_all()
        works = [upload(new_album(), variant(number, second)) for second in range(VARIANTS)]
        outcomes.update(at_once(*works))
        pairs.append(open_pairs())
    return outcomes, pairs


def looked_at_at_once(upload: Callable, new_album: Callable) -> list[int]:
    """Variants of an earlier release get their fingerprints from several workers."""
    from albums.models import Double, Picture
    from albums.services.fingerprints import keep

    pairs = []
    for number in range(ROUNDS):
        forget_all()
        for second in range(VARIANTS):
            upload(new_album(), variant(number, second))()
        pictures = list(Picture.objects.filter(album__trashed_at=None).select_related("album"))
        # No others: a photo that is added once more takes its fingerprint from its file's first picture.
        Picture.objects.filter(pk__in=[picture.pk for picture in pictures]).update(fingerprint=None)
        Double.objects.all().delete()
        at_once(*[partial(keep, picture, picture.fingerprint) for picture in pictures])
        pairs.append(open_pairs())
    return pairs


def decide(keep: str) -> Callable[[], str]:
    """Return what decides on the one pair that is open, and says what became of it."""
    from accounts.models import User
    from albums.services.deciding import Changed, keep_one
    from albums.services.doubles import keep_both, open_doubles

    double, person = open_doubles(1).get(), User.objects.get(pk=1)

    def work() -> str:
        if keep == "both":
            return keep if keep_both(double) else "changed"
        try:
            keep_one(person=person, double=double, kept_id=getattr(double, f"{keep}_id"))
        except Changed:
            return "changed"
        return keep

    return work


def shown_in(album) -> int:
    from albums.models import Picture

    return Picture.objects.filter(album=album, trashed_at=None, file__state="stored").count()


def decided_at_once(upload: Callable, new_album: Callable) -> tuple[list[list[str]], list[list[int]]]:
    """Four people decide, not all alike. Return whose words counted, and how many pictures each album shows then."""
    heard, shown = [], []
    for number in range(ROUNDS):
        forget_all()
        albums = [new_album(), new_album()]
        for second, album in enumerate(albums):
            upload(album, variant(number, 10 + second))()
        # Who keeps both does less, and is the first in most rounds.
        last = "both" if number % 3 == 0 else "second"
        words = at_once(*map(decide, ("first", "second", "first", last)))
        heard.append(sorted(word for word in words if word != "changed"))
        shown.append([shown_in(album) for album in albums])
    return heard, shown


def decided_while_deleted(upload: Callable, new_album: Callable, delete: Callable) -> list[int]:
    """The album of the one that is to be kept is deleted for good. Return how many pictures the other shows then."""
    shown = []
    for number in range(ROUNDS):
        forget_all()
        albums = [new_album(), new_album()]
        for second, album in enumerate(albums):
            upload(album, variant(number, 20 + second))()
        at_once(decide("first"), delete(albums[0]))
        shown.append(shown_in(albums[1]))
    return shown
