"""Find out what an upload must know before it accepts a film."""

from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone

from albums.films import ffmpeg, limits
from albums.films.formats import SNIFF_BYTES, content_type_of, sniff
from albums.films.poster import poster_of
from albums.films.probe import head_of, probe
from albums.films.results import ExaminedFilm, Film
from albums.films.scaling import shown_size
from albums.images.dates import Parts, candidate, choose
from albums.images.dates_in_names import date_in_name
from albums.images.errors import Refused

# What a telephone wrote with its own clock, then what is in UTC by the standard and often is not.
DATE_TAGS = ("com.apple.quicktime.creationdate", "creation_time")


def is_film(path: Path) -> bool:
    """Tell by its first bytes whether a file is a film. Raise OSError."""
    with path.open("rb") as file:
        return sniff(file.read(SNIFF_BYTES)) is not None


def examine(path: Path, name: str = "") -> ExaminedFilm:
    """Return what a film is that arrived as a file. `name` is the one it was sent with.

    Raise Refused("no-films") where ffmpeg is missing, ("film-large"), ("film-long") or ("film-damaged") if no
    picture of it can be seen. Raise as `probe`.
    """
    if not ffmpeg.is_there():
        raise Refused("no-films")
    if path.stat().st_size > settings.FILM_LIMIT_BYTES:
        raise Refused("film-large")
    with path.open("rb") as source:
        return examine_open(source, name)


def examine_open(source: IO[bytes], name: str) -> ExaminedFilm:
    film = probe(source, seconds=limits.EXAMINE_SECONDS)
    if film.duration_ms > limits.longest_ms():
        raise Refused("film-long", f"{film.duration_ms} ms")
    # That it has an index says nothing yet of its pictures.
    with poster_of(source, seconds=limits.EXAMINE_SECONDS):
        pass
    width, height = shown_size(film.stream.width, film.stream.height)
    kind = content_type_of(head_of(source))
    return ExaminedFilm(kind, width, height, taken(film, name), film.duration_ms)


def taken(film: Film, name: str) -> Parts | None:
    """Return when a film was taken by the clock of its place, as far as its tags or its name know."""
    said = (candidate(tag, told(film.tags[tag])) for tag in DATE_TAGS if tag in film.tags)
    return choose(said) or date_in_name(name)


def told(text: str) -> str:
    """Return a time by the family's clock if it is in UTC, else as it stands."""
    if not text.endswith("Z"):
        return text
    try:
        return timezone.localtime(datetime.fromisoformat(text)).isoformat()
    except (ValueError, OverflowError):
        return text
