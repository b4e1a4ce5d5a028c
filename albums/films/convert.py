"""Make of a film the one MP4 that every browser plays: H.264 and AAC, to 1080p, its index first.

It is encoded anew even if it was such an MP4 before: H.264 itself may carry words of the camera's, a place among them.
"""

from albums.films import ffmpeg, limits
from albums.films.probe import probe
from albums.films.pulse import Pulse
from albums.films.results import Film
from albums.films.scaling import filters, with_rate
from albums.films.source import Bytes
from albums.images.errors import Refused

CONTENT_TYPE = "video/mp4"
PICTURES = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high"),
    *("-maxrate", str(limits.PICTURE_RATE), "-bufsize", str(2 * limits.PICTURE_RATE)),
    # Jump to any two seconds.
    *("-force_key_frames", "expr:gte(t,n_forced*2)"),
)
SOUND = ("-c:a", "aac", "-b:a", str(limits.SOUND_RATE), "-ac", "2", "-ar", "48000")
# Nothing that the film says of itself, of its streams or its chapters goes along.
NO_METADATA = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-dn", "-sn")


def convert(source: Bytes, output: Bytes, *, seconds: float) -> Film:
    """Convert the film in an open file, and write it into another. Return what was written.

    Stop at the longest film that is taken. Raise as `probe` and `ffmpeg.run`.
    """
    film = probe(source, seconds=limits.POSTER_SECONDS, niceness=15)
    arguments = [
        *("-progress", "pipe:1", "-nostats"),
        *ffmpeg.reading(film.container, source),
        *("-map", f"0:{film.stream.index}", *sound_of(film), *NO_METADATA),
        *("-vf", with_rate(filters(film.stream), film.stream), *PICTURES, *SOUND),
        *("-t", str(limits.longest_ms() // 1000), "-max_muxing_queue_size", "4096"),
        *("-movflags", "+faststart", "-f", "mp4", "-y", ffmpeg.path_of(output)),
    ]
    most = limits.converted_bytes()
    pulse = Pulse(output, limits.STUCK_SECONDS)
    ffmpeg.run("ffmpeg", arguments, source, output, seconds=seconds, niceness=15, output=most, pulse=pulse)
    made = probe(output, seconds=limits.POSTER_SECONDS, niceness=15)
    if made.duration_ms < limits.SHORTEST_MS:
        raise Refused("film-damaged", "nothing came out")
    return made


def sound_of(film: Film) -> tuple[str, ...]:
    return () if film.stream.sound is None else ("-map", f"0:{film.stream.sound}")
