"""Two files with the same picture beside each other: what differs between them, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from albums.models import Double, Picture
from albums.templatetags.pictures import date_in_words
from picup.core.sizes import size_in_words
from storage.models import StoredFile


@dataclass(frozen=True)
class Side:
    """One of the two: its field of `Double`, its file, and the pictures on the shelf that show it, the oldest first."""

    place: str
    file: StoredFile
    pictures: list[Picture]

    @property
    def picture(self) -> Picture:
        return self.pictures[0]


@dataclass(frozen=True)
class Difference:
    label: str
    first: str
    second: str


@dataclass(frozen=True)
class Comparison:
    """A pair, its two sides, and where they differ. In which albums they are is always said."""

    double: Double
    sides: tuple[Side, Side]
    differences: list[Difference]


def compare(family_id: int, doubles: Sequence[Double]) -> list[Comparison]:
    """Return the comparison of each pair that albums on the shelf still show both of. One query for all.

    The pairs have their files loaded.
    """
    wanted = [file_id for double in doubles for file_id in (double.first_id, double.second_id)]
    shown = Picture.objects.filter(
        file__in=wanted, trashed_at=None, album__trashed_at=None, album__family_id=family_id
    )
    by_file: dict[int, list[Picture]] = {}
    for picture in shown.select_related("album", "uploaded_by").order_by("pk"):
        by_file.setdefault(picture.file_id, []).append(picture)
    return [
        compare_pair(double, Side("first", double.first, first), Side("second", double.second, second))
        for double in doubles
        if (first := by_file.get(double.first_id)) and (second := by_file.get(double.second_id))
    ]


def compare_pair(double: Double, first: Side, second: Side) -> Comparison:
    rows = [Difference(label, words(first), words(second)) for label, words in labels().items()]
    always = (_("Albums"), _("Taken on"))
    found = [row for row in rows if row.label in always or row.first != row.second]
    return Comparison(double, (first, second), found)


def labels() -> dict[str, Callable[[Side], str]]:
    """Return what is compared, in the order in which it is shown: by its name, a function that says it."""
    return {
        _("Taken on"): taken,
        _("Caption"): captions,
        _("Albums"): album_titles,
        _("With a film"): lambda side: (
            _("there is one") if any(one.is_motion for one in side.pictures) else _("none")
        ),
        _("Name of the file"): names,
        _("Width × height"): lambda side: f"{side.picture.width} × {side.picture.height}",
        _("Size of the file"): lambda side: size_in_words(side.file.size),
        _("Added on"): added,
    }


def taken(side: Side) -> str:
    """Return when it was taken: with the time, because that may be all that differs."""
    picture = side.picture
    if picture.taken_at is None:
        return _("not known")
    if picture.taken_precision in ("", Picture.Precision.SECOND):
        # What the camera's clock showed, stored as UTC (albums/models/wall_clock.py): convert it to no zone.
        return date_format(picture.taken_at, "DATETIME_FORMAT")
    return date_in_words(picture)


def captions(side: Side) -> str:
    return in_lines(picture.caption for picture in side.pictures) or _("none")


def album_titles(side: Side) -> str:
    return in_lines(picture.album.title for picture in side.pictures)


def names(side: Side) -> str:
    return in_lines(picture.name for picture in side.pictures)


def added(side: Side) -> str:
    """Return when it was added, and by whom if that person is still there."""
    picture = side.picture
    day = date_format(timezone.localtime(picture.created_at), "DATE_FORMAT")
    return f"{day} · {picture.uploaded_by.display_name}" if picture.uploaded_by else day


def in_lines(texts) -> str:
    """Return different texts below each other, each once."""
    return "\n".join(dict.fromkeys(text for text in texts if text))
