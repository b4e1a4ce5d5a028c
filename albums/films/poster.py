"""Take the picture that stands for a film."""

from collections.abc import Iterator
from contextlib import contextmanager

from albums.films import ffmpeg, limits
from albums.films.probe import probe
from albums.films.results import Film
from albums.films.scaling import filters
from albums.films.source import Bytes, private_file
from albums.images.errors import Refused

# The first pictures of a film are often black or shaken: the most usual of so many, from this second on.
OF_FRAMES, FROM_SECOND = 20, 0.5


def write_poster(source: Bytes, output: Bytes, *, seconds: float, niceness: int = 10) -> None:
    """Write a PNG of the film in an open file into another. Raise as `probe`, or Refused if it has no picture."""
    film = probe(source, seconds=seconds, niceness=niceness)
    for start in starts(film):
        take_picture(film, source, output, start, seconds=seconds, niceness=niceness)
        if output.seek(0, 2):
            output.seek(0)
            return
    raise Refused("film-damaged", "no picture")


def starts(film: Film) -> list[float]:
    """Return the seconds at which to look for a picture. A film of which only the index says more has one at 0."""
    return [FROM_SECOND, 0] if film.duration_ms > 2000 * FROM_SECOND else [0]


def take_picture(
    film: Film, source: Bytes, output: Bytes, start: float, *, seconds: float, niceness: int
) -> None:
    arguments = [
        *("-ss", str(start), "-t", "3", *ffmpeg.reading(film.container, source)),
        *("-map", f"0:{film.stream.index}", "-map_metadata", "-1", "-frames:v", "1"),
        *("-vf", f"{filters(film.stream)},thumbnail={OF_FRAMES}"),
        *("-c:v", "png", "-f", "image2pipe", "-y", ffmpeg.path_of(output)),
    ]
    ffmpeg.run(
        "ffmpeg", arguments, source, output, seconds=seconds, niceness=niceness, output=limits.POSTER_BYTES
    )


@contextmanager
def poster_of(source: Bytes, *, seconds: float = limits.POSTER_SECONDS) -> Iterator[Bytes]:
    """Return the poster of a film as an open PNG file, and close it at the end. Raise as `write_poster`."""
    with private_file(limits.POSTER_BYTES) as output:
        write_poster(source, output, seconds=seconds)
        yield output
