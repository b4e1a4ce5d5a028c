"""Find the film inside a photo's file."""

import logging
import mmap
import os
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple, cast

from albums.films import ffmpeg, limits
from albums.films.formats import MOV, SNIFF_BYTES, sniff
from albums.films.probe import probe
from albums.films.results import Film
from albums.films.source import Bytes, private_file
from albums.images.errors import DecoderDied, Refused
from albums.motion import google, mpvd, packets, samsung
from albums.motion.span import Span, span_in

logger = logging.getLogger(__name__)
# An MP4 begins so: the length of its first box, and the box's kind.
BEGINNING = re.compile(rb"\0\0\0[\x08-\x80]ftyp")
# So many places are looked at, and of those that begin as an MP4 does so many are given to ffmpeg.
PLACES, PROBES = 16, 3
COPY_BYTES = 1_000_000


class Found(NamedTuple):
    """A film inside a photo: what it is, and its bytes in a file of its own, which the caller closes."""

    film: Film
    source: Bytes


def find_film(photo: Bytes) -> Found | None:
    """Return the film inside the photo in an open file. None without one, or without ffmpeg.

    Raise OSError or NoSandbox.
    """
    if not ffmpeg.is_there() or not os.fstat(photo.fileno()).st_size:
        return None
    with mmap.mmap(photo.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        # It is read as bytes are.
        data = cast(bytes, mapped)
        return next(filter(None, (probe_alone(data, span) for span in islice(likely(data), PROBES))), None)


def likely(data: bytes) -> Iterator[Span]:
    """Yield the parts of a photo that may be a film, each once: they begin as an MP4 does."""
    seen = set()
    for span in islice(places(data), PLACES):
        if span not in seen and data[span.start + 4 : span.start + 8] == b"ftyp" and is_mp4(data, span):
            yield span
        seen.add(span)


def is_mp4(data: bytes, span: Span) -> bool:
    return sniff(data[span.start : min(span.end, span.start + SNIFF_BYTES)]) == MOV


def places(data: bytes) -> Iterator[Span]:
    """Yield where the file says that a film is, whatever lies there.

    A program that changes the XMP does not change what it says of lengths. So where the file says that there is a film,
    the first bytes behind its XMP that begin as an MP4 does are a place too.
    """
    is_said = False
    yield from chain(mpvd.places(data), samsung.places(data))
    for packet in packets.xmp_of(data):
        if google.is_motion(packet):
            is_said = True
            yield from islice(google.places(data, packet), PLACES // 2)
    if is_said:
        for found in islice(BEGINNING.finditer(data, 1), PROBES):
            if span := span_in(data, found.start(), len(data)):
                yield span


def probe_alone(data: bytes, span: Span) -> Found | None:
    """Return what a part of a photo is as a film, in a file of its own.

    None if ffmpeg cannot read it, or if it is too long. Raise as `find_film`.
    """
    source = private_file(span.end - span.start)
    try:
        for start in range(span.start, span.end, COPY_BYTES):
            source.write(data[start : min(span.end, start + COPY_BYTES)])
        source.flush()
        film = probe(source, seconds=limits.POSTER_SECONDS, niceness=10)
        if limits.SHORTEST_MS <= film.duration_ms <= limits.longest_ms():
            return Found(film, source)
    except (Refused, DecoderDied) as error:
        logger.info("What lies in a photo as its film is none: %s", error)
    except BaseException:
        source.close()
        raise
    source.close()
    return None
