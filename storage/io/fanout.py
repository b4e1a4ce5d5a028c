"""Writing one file to every storage at the same time: its bytes are read once and encrypted once.

A thread per storage takes the bytes from a queue of a few chunks: memory does not grow with the file, and
each storage has its own deadline. A storage that misses it is given up; its thread keeps nothing.
"""

import hashlib
import logging
import queue
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import RawIOBase
from typing import BinaryIO

from django.conf import settings

from picup.encryption.keyring import file_keys
from picup.encryption.segments import SEGMENT, encrypt, new_segments
from storage.backends.base import Backend, StorageUnavailable, WriteCancelled

logger = logging.getLogger(__name__)
# Whole segments.
CHUNK = 4 * SEGMENT
CHUNKS_AHEAD = 8
# A deadline grows with the file, by the time that a slow but working storage needs (bytes a second).
SLOWEST_RATE = 2_000_000
# Bytes of a file that are kept until its copies are checked: a photo's, not a video's.
HELD = 4 * 1024 * 1024


@dataclass
class Written:
    """What came of writing: size and checksum of what was read and of what was stored, and for each storage
    success or the error."""

    size: int
    sha256: str
    stored_size: int
    stored_sha256: str
    key_id: str
    stored_in: list[str] = field(default_factory=list)
    failures: dict[str, Exception] = field(default_factory=dict)


class CopyWriter(threading.Thread):
    """Writes one copy and reads it back. Ends by `finish()`, `cancel()` or an error of its storage."""

    def __init__(self, name: str, backend: Backend, key: str, deadline: float, stored: "Counted"):
        super().__init__(name=f"write to {name}", daemon=True)
        self.storage, self.backend, self.key, self.deadline = name, backend, key, deadline
        self.stored = stored
        self.queue: queue.Queue[bytes | None] = queue.Queue(CHUNKS_AHEAD)
        self.cancelled = threading.Event()
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.backend.write(self.key, self.chunks())
            self.check()
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

    def check(self) -> None:
        """Reads the copy back. After the last chunk: what was given is known by then."""
        file = self.backend.open(self.key)
        if file is None:
            raise StorageUnavailable(f"{self.storage} lost the file right after it was written")
        with file:
            if not self.stored.is_same(file):
                raise StorageUnavailable(f"{self.storage} kept other bytes than it was given")

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

    def outcome(self) -> Exception | None:
        self.join(max(0, self.deadline - time.monotonic()))
        if self.is_alive():
            self.cancelled.set()
            return StorageUnavailable(f"{self.storage} did not answer in time")
        return self.error


def feed(writers: list[CopyWriter], chunk: bytes | None) -> None:
    """Gives every storage the next bytes. The time that one keeps the others waiting is added to theirs:
    a storage that hangs must not make a good one late."""
    for writer in writers:
        waited = writer.put(chunk)
        for other in writers:
            if other is not writer:
                other.deadline += waited


class Counted:
    """Passes chunks on, and knows afterwards how many bytes they were and their SHA-256.

    Few bytes are held and hashed when they are asked for: by then the disks are at work, and do not wait for it.
    """

    def __init__(self, chunks: Iterable[bytes]):
        self.chunks, self.size, self.digest = chunks, 0, hashlib.sha256()
        self.held: list[bytes] | None = []

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.size += len(chunk)
            if self.held is None:
                self.digest.update(chunk)
            else:
                self.held.append(chunk)
                if self.size > HELD:
                    self.digest, self.held = self._digest_of_held(), None
            yield chunk

    def _digest_of_held(self):
        digest = hashlib.sha256()
        for chunk in self.held or ():
            digest.update(chunk)
        return digest

    def sha256(self) -> str:
        """Of all of it, once all of it has passed."""
        return (self.digest if self.held is None else self._digest_of_held()).hexdigest()

    def is_same(self, file: BinaryIO) -> bool:
        """Whether a file has these bytes and no others."""
        if self.held is None:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256()  # type: ignore[arg-type]
        return all(file.read(len(chunk)) == chunk for chunk in self.held) and not file.read(1)


def write_everywhere(
    backends: dict[str, Backend], key: str, source: BinaryIO | RawIOBase, size: int
) -> Written:
    """Copies `source` (about `size` bytes), encrypted, to `key` in every storage. A storage's failure is a
    result, not an exception."""
    deadline = time.monotonic() + settings.STORAGE_WRITE_TIMEOUT_SECONDS + size / SLOWEST_RATE
    encryption_key = file_keys().newest
    plain = Counted(iter(lambda: source.read(CHUNK) or b"", b""))
    stored = Counted(encrypt(new_segments(encryption_key, key), plain))
    writers = [CopyWriter(name, backend, key, deadline, stored) for name, backend in backends.items()]
    for writer in writers:
        writer.start()
    try:
        for chunk in stored:
            feed(writers, chunk)
        feed(writers, None)
    except BaseException:
        for writer in writers:
            writer.cancelled.set()
        raise
    written = Written(
        size=plain.size,
        sha256=plain.sha256(),
        stored_size=stored.size,
        stored_sha256=stored.sha256(),
        key_id=encryption_key.id,
    )
    for writer in writers:
        if error := writer.outcome():
            logger.error("File %s could not be written to %s: %s", key, writer.storage, error)
            written.failures[writer.storage] = error
        else:
            written.stored_in.append(writer.storage)
    return written
