"""Reading an object while it arrives, with a bound on the time, and an error if bytes are missing at the end."""

import io
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from typing import Any

from urllib3.exceptions import HTTPError

from storage.backends.base import StorageUnavailable
from storage.backends.s3_client import is_silence

# Bytes a second. A connection that brings less is given up: the other storage has the file too.
SLOWEST_RATE = 20_000
READ_AHEAD = 128 * 1024


class ObjectReader(io.RawIOBase):
    """The body of an answer, `promised` bytes long. Reading raises `StorageUnavailable` or what `on_stop` raises.

    `seconds` is how long the reader may wait in all, at first. `outages` is a context that turns errors of the
    connection into `StorageUnavailable`. `on_stop` is called with the number of received bytes if the body ends too
    early; it may raise a better error.
    """

    def __init__(self, body: Any, promised: int, seconds: float, outages: Callable, on_stop: Callable):
        # The stream below boto3's own, which waits until all the bytes of a read have come, however long that takes.
        self.stream = body._raw_stream
        self.promised, self.seconds, self.outages, self.on_stop = promised, seconds, outages, on_stop
        # Seconds that the reader may still wait. Received bytes give some back, but never more than at the beginning: a
        # connection that was quick for a gigabyte must not hang for hours after it.
        self.received, self.patience = 0, seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        begun = time.monotonic()
        part = self.receive(len(buffer))
        # Only the time in here counts, because the caller may be slow itself.
        waited = time.monotonic() - begun
        self.patience = min(self.seconds, self.patience - waited + len(part) / SLOWEST_RATE)
        self.received += len(part)
        if self.patience < 0:
            raise StorageUnavailable("an object came too slowly")
        buffer[: len(part)] = part
        return len(part)

    def receive(self, size: int) -> bytes:
        """Return up to `size` bytes, as soon as some have come, or none at the end. Raise as reading does."""
        try:
            with self.outages():
                part = self.stream.read1(size)
            if not part and self.received < self.promised:
                raise StorageUnavailable(f"{self.promised - self.received} bytes of an object did not come")
        except StorageUnavailable as error:
            # A silent server is an outage. Asking it again would only take longer.
            if not is_silence(error):
                self.on_stop(self.received)
            raise
        return part

    def close(self) -> None:
        if not self.closed:
            if self.received == self.promised:
                # Reading to the end returns the connection to the pool, for the next request.
                with suppress(HTTPError, HTTPException, OSError):
                    self.stream.read()
            self.stream.close()
        super().close()
