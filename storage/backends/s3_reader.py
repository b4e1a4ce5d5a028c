"""Reading an object while it arrives, with an end to patience and nothing missing."""

import io
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from typing import Any

from urllib3.exceptions import HTTPError

from storage.backends.base import StorageUnavailable
from storage.backends.s3_client import is_silence

# A connection that brings less (bytes a second) is given up: the other storage has the file too.
SLOWEST_RATE = 20_000
READ_AHEAD = 128 * 1024


class ObjectReader(io.RawIOBase):
    """The body of an answer, `promised` bytes long. `outages` makes `StorageUnavailable` of the connection's
    errors; `on_stop`, called with the number of bytes received, may raise a better error for a body that ended
    before its end."""

    def __init__(self, body: Any, promised: int, seconds: float, outages: Callable, on_stop: Callable):
        # The stream below boto3's own: that one waits until all that was asked for has come, however long.
        self.stream = body._raw_stream
        self.promised, self.seconds, self.outages, self.on_stop = promised, seconds, outages, on_stop
        # Seconds that it may still be waited for. What comes gives some back, but never more than at the beginning:
        # a connection that was quick for a gigabyte may not hang for hours then.
        self.received, self.patience = 0, seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        begun = time.monotonic()
        part = self.receive(len(buffer))
        # Only the time in here counts: whoever reads may be slow himself.
        waited = time.monotonic() - begun
        self.patience = min(self.seconds, self.patience - waited + len(part) / SLOWEST_RATE)
        self.received += len(part)
        if self.patience < 0:
            raise StorageUnavailable("an object came too slowly")
        buffer[: len(part)] = part
        return len(part)

    def receive(self, size: int) -> bytes:
        try:
            with self.outages():
                part = self.stream.read1(size)
            if not part and self.received < self.promised:
                raise StorageUnavailable(f"{self.promised - self.received} bytes of an object did not come")
        except StorageUnavailable as error:
            # A server that is silent is an outage, and asking it more would only take longer.
            if not is_silence(error):
                self.on_stop(self.received)
            raise
        return part

    def close(self) -> None:
        if not self.closed:
            if self.received == self.promised:
                # Reading the end gives the connection back, for the next request.
                with suppress(HTTPError, HTTPException, OSError):
                    self.stream.read()
            self.stream.close()
        super().close()
