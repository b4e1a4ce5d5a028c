"""Find out what an upload must know before it accepts a film."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from albums.films import ffmpeg, limits
from albums.films.formats import content_type_of, sniff
from albums.films.poster import poster_of
from albums.films.probe import CONTENT_IDENTIFIER, DATE_TAGS, head_of, probe
from albums.films.results import ExaminedFilm, Film
from albums.films.scaling import shown_size
from albums.films.source import Bytes, plain_copy
from albums.images.apple import read_identifier
from albums.images.dates import Parts, candidate, choose
from albums.images.dates_in_names import date_in_name
from albums.images.errors import Refused

# Films that a process examines at the same time: ffmpeg takes up to 4 GB, and all processors.
AT_ONCE = 2
# No longer than a proxy lets an uploader wait. Whoever waits in vain sends the last bytes again.
WAIT_SECONDS = 40
turns = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def turn() -> Iterator[None]:
    """Wait until fewer than AT_ONCE films are examined. Raise Refused("busy") after WAIT_SECONDS."""
    if not turns.acquire(timeout=WAIT_SECONDS):
        raise Refused("busy", "too many films at once")
    try:
        yield
    finally:
        turns.release()


def is_film(source: Bytes) -> bool:
    """Tell by its first bytes whether an open file is a film, and leave it at its beginning. Raise OSError."""
    return sniff(head_of(source)) is not None


def examine(source: Bytes, size: int, name: str = "") -> ExaminedFilm:
    """Return what the film in an open file of `size` bytes is. `name` is the one it was sent with.

    Raise Refused("no-films") where ffmpeg is missing, ("busy") if too many are examined, ("film-large"), ("film-long"),
    or ("film-damaged") if no picture of it can be seen. Raise as `probe`.
    """
    if not ffmpeg.is_there():
        raise Refused("no-films")
    if size > settings.FILM_LIMIT_BYTES:
        raise Refused("film-large")
    with plain_copy(source, size) as film, turn():
        return examine_open(film, name)


def examine_open(source: Bytes, name: str) -> ExaminedFilm:
    film = probe(source, seconds=limits.EXAMINE_SECONDS)
    if film.duration_ms > limits.longest_ms():
        raise Refused("film-long", f"{film.duration_ms} ms")
    # That it has an index says nothing yet of its pictures.
    with poster_of(source, seconds=limits.EXAMINE_SECONDS):
        pass
    width, height = shown_size(film.stream.width, film.stream.height)
    kind = content_type_of(head_of(source))
    content_id = read_identifier(film.tags.get(CONTENT_IDENTIFIER, ""))
    notices = ("mute",) if film.loses_sound else ()
    return ExaminedFilm(kind, width, height, taken(film, name), film.duration_ms, notices, content_id)


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
