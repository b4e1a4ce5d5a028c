"""See whether ffmpeg comes farther, so that a stuck one does not hold up the films behind it for hours."""

import os
import re
import time
from collections.abc import Callable

from albums.films.source import Bytes

# Of `-progress`: what else it prints changes with the time that passes.
PLACE = re.compile(rb"^(frame|out_time_us|total_size)=(\d+)", re.MULTILINE)


class Stuck(Exception):
    """A program came no farther for so many seconds."""


class Pulse:
    """What ffmpeg says of its progress, and when it last wrote: by one of the two it comes farther.

    It says nothing while it moves the index to the beginning, and writes nothing for long of a film that hardly moves.
    """

    def __init__(self, target: Bytes, seconds: float, clock: Callable[[], float] = time.monotonic):
        self.target, self.seconds, self.clock = target, seconds, clock
        self.said: dict[bytes, bytes] = {}
        self.seen, self.moved_at = self.look(), clock()

    def feel(self, printed: bytes) -> None:
        """Hear what was printed since, and look at the file. Raise Stuck."""
        self.said.update(PLACE.findall(printed))
        seen, now = self.look(), self.clock()
        if seen != self.seen:
            self.seen, self.moved_at = seen, now
        elif now - self.moved_at > self.seconds:
            raise Stuck(f"{self.seconds:.0f}")

    def look(self) -> tuple:
        state = os.fstat(self.target.fileno())
        return state.st_size, state.st_mtime_ns, dict(self.said)
