"""Read what a film says of itself. Its words are hostile until they are checked here."""

import json
import math
from typing import Any

from albums.films import described, ffmpeg
from albums.films.formats import SNIFF_BYTES, sniff
from albums.films.limits import LONGEST_EDGE, MOST_PIXELS, MOST_STREAMS
from albums.films.results import Film, Stream
from albums.films.source import Bytes
from albums.images.errors import Refused

# Bytes that ffprobe looks at to find the streams.
LOOK = ("-probesize", "20000000", "-analyzeduration", "5000000")
# What a telephone wrote with its own clock, then what is in UTC by the standard and often is not.
DATE_TAGS = ("com.apple.quicktime.creationdate", "creation_time")
# By which the photo and the film of a Live Photo know each other (albums/images/apple.py).
CONTENT_IDENTIFIER = "com.apple.quicktime.content.identifier"
TAGS = (*DATE_TAGS, CONTENT_IDENTIFIER)
STREAM = "index,codec_name,codec_type,width,height,sample_aspect_ratio,color_transfer,avg_frame_rate,duration"
# What is read below, and nothing else: tags may have any size.
SHOW = (
    "-show_entries",
    f"format=duration:format_tags={','.join(TAGS)}:stream={STREAM}:"
    "stream_side_data=rotation:"
    "stream_disposition=attached_pic",
    *("-of", "json=compact=1"),
)
# Nothing is written: ffmpeg says what it reads before it begins.
SAY = ("-map", "0", "-c", "copy", "-t", "0", "-f", "null", "-")
MOST_LETTERS = 100


def probe(source: Bytes, *, seconds: float, niceness: int = 5) -> Film:
    """Return what the film in an open file is.

    Raise Refused: "not-a-film" (no container that we take), "film-damaged" (no index), "film-sound" (no pictures),
    "film-odd" (streams or frames beyond our limits). Raise as `ffmpeg.run`.
    """
    container = sniff(head_of(source))
    if container is None:
        raise Refused("not-a-film")
    try:
        return read_film(container, look(container, source, seconds, niceness))
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise Refused("film-damaged", repr(error)) from error


def look(container: str, source: Bytes, seconds: float, niceness: int) -> dict:
    """Return what ffprobe says of a film, else what ffmpeg does.

    ffprobe gives up at the first stream that no codec of ours knows, such as subtitles; ffmpeg leaves it out.
    """
    if ffmpeg.find("ffprobe"):
        try:
            return look_by_ffprobe(container, source, seconds, niceness)
        except Refused as refused:
            if refused.reason != "film-damaged":
                raise
    return look_by_ffmpeg(container, source, seconds, niceness)


def look_by_ffprobe(container: str, source: Bytes, seconds: float, niceness: int) -> dict:
    arguments = [*LOOK, *ffmpeg.reading(container, source), *SHOW]
    printed, _ = ffmpeg.run("ffprobe", arguments, source, seconds=seconds, niceness=niceness)
    return json.loads(printed)


def look_by_ffmpeg(container: str, source: Bytes, seconds: float, niceness: int) -> dict:
    """Return the same in the same form, from what ffmpeg says of its input."""
    arguments = ["-v", "info", "-nostats", *LOOK, *ffmpeg.reading(container, source), *SAY]
    printed, _ = ffmpeg.run("ffmpeg", arguments, source, seconds=seconds, niceness=niceness, as_printed=True)
    return described.read(printed.decode(errors="replace"))


def head_of(source: Bytes) -> bytes:
    """Return the first SNIFF_BYTES, and leave the file at its beginning."""
    source.seek(0)
    head = source.read(SNIFF_BYTES) or b""
    source.seek(0)
    return head


def read_film(container: str, found: dict) -> Film:
    streams = found.get("streams", [])
    if len(streams) > MOST_STREAMS:
        raise Refused("film-odd", f"{len(streams)} streams")
    pictures = [each for each in streams if is_picture(each)]
    if not pictures:
        raise Refused(without_pictures(streams), "no pictures")
    sounds = [each for each in streams if is_sound(each)]
    # Some cameras write a small one beside it.
    picture = max(pictures, key=lambda each: each["width"] * each["height"])
    duration = found.get("format", {}).get("duration") or picture.get("duration") or 0
    return Film(
        container,
        read_stream(picture, int(sounds[0]["index"]) if sounds else None),
        max(0, int(number(duration) * 1000)),
        tags_of(found),
        loses_sound=not sounds and any(each.get("codec_type") == "audio" for each in streams),
    )


def without_pictures(streams: list[dict]) -> str:
    """Return why a film is refused that has no pictures which we take."""
    if any(map(moves, streams)):
        return "film-odd"
    return "film-sound" if any(map(is_sound, streams)) else "film-damaged"


def is_picture(stream: dict) -> bool:
    """Return whether a stream is moving pictures, in a codec that we take."""
    return moves(stream) and stream.get("codec_name") in ffmpeg.VIDEO_CODECS.split(",")


def moves(stream: dict) -> bool:
    """Return whether a stream is moving pictures. A cover of a song is none."""
    return stream.get("codec_type") == "video" and not stream.get("disposition", {}).get("attached_pic")


def is_sound(stream: dict) -> bool:
    known = stream.get("codec_name") in ffmpeg.SOUND_CODECS.split(",") or stream.get("codec_name") in (
        "amr_nb",
        "amr_wb",
    )
    return stream.get("codec_type") == "audio" and known


def read_stream(stream: dict, sound: int | None) -> Stream:
    """Return the pictures' shape, turned as the film says. Raise Refused for frames beyond our limits."""
    width, height = int(stream["width"]), int(stream["height"])
    if not (0 < width * height <= MOST_PIXELS and max(width, height) <= LONGEST_EDGE):
        raise Refused("film-odd", f"{width} x {height}")
    width = max(1, round(width * pixel_shape(stream.get("sample_aspect_ratio", ""))))
    if round(turn_of(stream) / 90) % 2:
        width, height = height, width
    rate = ratio(stream.get("avg_frame_rate", ""))
    return Stream(int(stream["index"]), width, height, str(stream.get("color_transfer", "")), rate, sound)


def pixel_shape(text: str) -> float:
    """Return how much wider than high a pixel is, between a quarter and four; 1 if the file says nonsense."""
    shape = ratio(text.replace(":", "/"))
    return shape if 0.25 <= shape <= 4 else 1


def ratio(text: str) -> float:
    above, _, below = text.partition("/")
    return number(above or 0) / (number(below or 1) or 1)


def turn_of(stream: dict) -> float:
    """Return by how many degrees the pictures are turned."""
    turns = [each["rotation"] for each in stream.get("side_data_list", []) if "rotation" in each]
    return number(turns[0]) if turns else 0


def number(value: Any) -> float:
    """Return a finite number. Raise ValueError."""
    read = float(value)
    if not math.isfinite(read):
        raise ValueError("no number")
    return read


def tags_of(found: dict) -> dict[str, str]:
    """Return the tags of the whole file that we read."""
    tags = found.get("format", {}).get("tags") or {}
    named = ((str(key).lower(), str(value)[:MOST_LETTERS]) for key, value in tags.items())
    return {key: value for key, value in named if key in TAGS}
