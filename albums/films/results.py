"""What is found out about a film."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stream:
    """The pictures of a film. `width` and `height` are as they are shown: upright, with square pixels.

    `transfer` is the name of its curve of brightness, `rate` its pictures a second, 0 if nobody knows. `sound` is the
    number of the stream with the sound, None without one.
    """

    index: int
    width: int
    height: int
    transfer: str = ""
    rate: float = 0
    sound: int | None = None


@dataclass(frozen=True)
class Film:
    """A file that ffmpeg can read. `duration_ms` is 0 if the container does not say it. `tags` are the file's own.

    `loses_sound`: it has sound, and none that we take.
    """

    container: str
    stream: Stream
    duration_ms: int
    tags: dict[str, str] = field(default_factory=dict)
    loses_sound: bool = False


@dataclass(frozen=True)
class ExaminedFilm:
    """What an upload must know of a film. `width` and `height` are those in which it is played.

    `taken` is wall-clock time without a zone, and `content_id` Apple's, as of a photo (albums/images/results.py).
    """

    content_type: str
    width: int
    height: int
    taken: tuple[int, ...] | None
    duration_ms: int
    notices: tuple[str, ...] = ()
    content_id: str = ""
