"""Reading an object while it arrives, with an end to patience and nothing missing."""

import io
import time
from collections.abc import Callable
from typing import Any

from storage.backends.base import StorageUnavailable

# A connection that brings less (bytes a second) is given up: the other storage has the file too.
SLOWEST_RATE = 20_000
READ_AHEAD = 128 * 1024


class ObjectReader(io.RawIOBase):
    """The body of an answer, `promised` bytes long. `outages` makes `StorageUnavailable` of the connection's
    errors."""

    def __init__(self, body: Any, promised: int, seconds: float, outages: Callable):
        # The stream below boto3's own: that one waits until all that was asked for has come, however long.
        self.stream = body._raw_stream
        self.promised, self.seconds, self.outages = promised, seconds, outages
        # Seconds that it may still be waited for. What comes gives some back, but never more than at the beginning:
        # a connection that was quick for a gigabyte may not hang for hours then.
        self.received, self.patience = 0, seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        begun = time.monotonic()
        with self.outages():
            part = self.stream.read1(len(buffer))
        # Only the time in here counts: whoever reads may be slow himself.
        waited = time.monotonic() - begun
        self.patience = min(self.seconds, self.patience - waited + len(part) / SLOWEST_RATE)
        self.received += len(part)
        if not part and self.received < self.promised:
            raise StorageUnavailable(f"{self.promised - self.received} bytes of an object did not come")
        if self.patience < 0:
            raise StorageUnavailable("an object came too slowly")
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        if not self.closed:
            if self.received == self.promised:
                # Gives the connection back, for the next request.
                self.stream.drain_conn()
            self.stream.close()
        super().close()
