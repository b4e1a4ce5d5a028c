"""Writing one file to every storage at the same time, reading its bytes once.

A thread per storage takes the bytes from a queue of a few chunks: memory does not grow with the file, and
each storage has its own deadline. A storage that misses it is given up; its thread keeps nothing.
"""

import hashlib
import logging
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.conf import settings

from storage.backends.base import Backend, StorageUnavailable, WriteCancelled

logger = logging.getLogger(__name__)
CHUNK = 256 * 1024
CHUNKS_AHEAD = 8
# A deadline grows with the file, by the time that a slow but working storage needs (bytes a second).
SLOWEST_RATE = 2_000_000


@dataclass
class Written:
    """What came of writing: the checksum of what was read, and for each storage success or the error."""

    size: int
    sha256: str
    stored_in: list[str] = field(default_factory=list)
    failures: dict[str, Exception] = field(default_factory=dict)


class CopyWriter(threading.Thread):
    """Writes one copy and reads it back. Ends by `finish()`, `cancel()` or an error of its storage."""

    def __init__(self, name: str, backend: Backend, key: str, deadline: float):
        super().__init__(name=f"write to {name}", daemon=True)
        self.storage, self.backend, self.key, self.deadline = name, backend, key, deadline
        self.queue: queue.Queue[bytes | None] = queue.Queue(CHUNKS_AHEAD)
        self.cancelled = threading.Event()
        self.error: Exception | None = None
        self.sha256 = ""

    def run(self) -> None:
        try:
            self.backend.write(self.key, self.chunks())
            self.sha256 = self.read_back()
        except Exception as error:
            self.error = error
            self.cancelled.set()

    def chunks(self) -> Iterator[bytes]:
        while True:
            try:
                chunk = self.queue.get(timeout=1)
            except queue.Empty:
                chunk = b""
            # Checked after the last chunk too: a write that was given up must not become an object.
            if self.cancelled.is_set():
                raise WriteCancelled
            if chunk is None:
                return
            yield chunk

    def read_back(self) -> str:
        file = self.backend.open(self.key)
        if file is None:
            raise StorageUnavailable(f"{self.storage} lost the file right after it was written")
        with file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]

    def put(self, chunk: bytes | None) -> float:
        """Waits for room until the deadline; after that, or after an error, the bytes are dropped.
        Returns the seconds that this storage kept the others waiting."""
        started = time.monotonic()
        while not self.cancelled.is_set():
            try:
                self.queue.put(chunk, timeout=0.2)
                break
            except queue.Full:
                if time.monotonic() > self.deadline:
                    self.cancelled.set()
        return time.monotonic() - started

    def outcome(self, sha256: str) -> Exception | None:
        self.join(max(0, self.deadline - time.monotonic()))
        if self.is_alive():
            self.cancelled.set()
            return StorageUnavailable(f"{self.storage} did not answer in time")
        if self.error:
            return self.error
        if self.sha256 != sha256:
            return StorageUnavailable(f"{self.storage} kept other bytes than it was given")
        return None


def feed(writers: list[CopyWriter], chunk: bytes | None) -> None:
    """Gives every storage the next bytes. The time that one keeps the others waiting is added to theirs:
    a storage that hangs must not make a good one late."""
    for writer in writers:
        waited = writer.put(chunk)
        for other in writers:
            if other is not writer:
                other.deadline += waited


def write_everywhere(backends: dict[str, Backend], key: str, source: BinaryIO, size: int) -> Written:
    """Copies `source` (about `size` bytes) to `key` in every storage. A storage's failure is a result, not an
    exception."""
    deadline = time.monotonic() + settings.STORAGE_WRITE_TIMEOUT_SECONDS + size / SLOWEST_RATE
    writers = [CopyWriter(name, backend, key, deadline) for name, backend in backends.items()]
    for writer in writers:
        writer.start()
    digest, count = hashlib.sha256(), 0
    try:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            count += len(chunk)
            feed(writers, chunk)
        feed(writers, None)
    except BaseException:
        for writer in writers:
            writer.cancelled.set()
        raise
    written = Written(size=count, sha256=digest.hexdigest())
    for writer in writers:
        if error := writer.outcome(written.sha256):
            logger.error("File %s could not be written to %s: %s", key, writer.storage, error)
            written.failures[writer.storage] = error
        else:
            written.stored_in.append(writer.storage)
    return written
