"""Writing one file to every storage at the same time. Its bytes are read once and encrypted once.

`write_everywhere` starts a thread (`CopyWriter`) for each storage, which takes the encrypted bytes from
a queue of a few chunks, so that memory does not grow with the file. Each storage has its own deadline. A storage that
misses it is given up, and its write leaves nothing behind.
"""

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
from storage.io.hashing import HashingStream

logger = logging.getLogger(__name__)
# Bytes that are read and encrypted together: whole segments.
CHUNK = 4 * SEGMENT
# How many chunks the source may be ahead of a storage.
CHUNKS_AHEAD = 8
# Bytes a second of a slow but working storage. Deadlines grow with the file by this rate.
SLOWEST_RATE = 2_000_000


@dataclass
class Written:
    """The result of a write.

    `size` and `sha256` are of the plain bytes, `stored_size` and `stored_sha256` of the encrypted ones; both checksums
    are hexadecimal. `key_id` names the encryption key. Every storage is either in `stored_in` or, with its error, in
    `failures`.
    """

    size: int
    sha256: str
    stored_size: int
    stored_sha256: str
    key_id: str
    stored_in: list[str] = field(default_factory=list)
    failures: dict[str, Exception] = field(default_factory=dict)


class CopyWriter(threading.Thread):
    """A thread that writes one copy and reads it back.

    It ends after `put(None)`, when `cancelled` is set, or with an error of its storage. `deadline` is a time of
    `time.monotonic()`. `stored` is the stream that the chunks come from: it knows what was written.
    """

    def __init__(self, name: str, backend: Backend, key: str, deadline: float, stored: HashingStream):
        super().__init__(name=f"write to {name}", daemon=True)
        self.storage, self.backend, self.key, self.deadline = name, backend, key, deadline
        self.stored = stored
        self.queue: queue.Queue[bytes | None] = queue.Queue(CHUNKS_AHEAD)
        self.cancelled = threading.Event()
        self.error: Exception | None = None

    def run(self) -> None:
        """Write and check the copy. Keep an error in `error`. The body of the thread."""
        try:
            self.backend.write(self.key, self.chunks())
            self.check()
        except Exception as error:
            self.error = error
            self.cancelled.set()

    def chunks(self) -> Iterator[bytes]:
        """Yield the queued chunks until None. Raise `WriteCancelled`, which makes the backend keep nothing."""
        while True:
            try:
                chunk = self.queue.get(timeout=1)
            except queue.Empty:
                chunk = b""
            # Asked after the last chunk too: a write that was given up must not become an object.
            if self.cancelled.is_set():
                raise WriteCancelled
            if chunk is None:
                return
            yield chunk

    def check(self) -> None:
        """Read the copy back and compare it with what was written. Raise `StorageUnavailable` if it differs."""
        file = self.backend.open(self.key)
        if file is None:
            raise StorageUnavailable(f"{self.storage} lost the file right after it was written")
        with file:
            if not self.stored.is_same(file):
                raise StorageUnavailable(f"{self.storage} kept other bytes than it was given")

    def put(self, chunk: bytes | None) -> float:
        """Queue a chunk, or None for the end. Return how many seconds that took.

        Wait for room in the queue until the deadline. Drop the chunk after that, and after an error.
        """
        started = time.monotonic()
        while not self.cancelled.is_set():
            try:
                self.queue.put(chunk, timeout=0.2)
                break
            except queue.Full:
                if time.monotonic() > self.deadline:
                    self.cancelled.set()
        return time.monotonic() - started

    def wait(self) -> Exception | None:
        """Wait until the copy is written and checked, or the deadline. Return None, or the error."""
        self.join(max(0, self.deadline - time.monotonic()))
        if self.is_alive():
            self.cancelled.set()
            return StorageUnavailable(f"{self.storage} did not answer in time")
        return self.error


def put_to_all(writers: list[CopyWriter], chunk: bytes | None) -> None:
    """Queue a chunk for every storage.

    Add the time that one storage keeps the others waiting to the others' deadlines: a storage that hangs must not make
    a good one late.
    """
    for writer in writers:
        waited = writer.put(chunk)
        for other in writers:
            if other is not writer:
                other.deadline += waited


def write_everywhere(
    backends: dict[str, Backend], key: str, source: BinaryIO | RawIOBase, size: int
) -> Written:
    """Write `source`, encrypted with the newest key, to `key` in every storage, and read each copy back.

    `size` is about the length of `source` in bytes, for the deadline. The failure of a storage is in the result, not
    raised. Raise what `source` raises, and then keep nothing.
    """
    deadline = time.monotonic() + settings.STORAGE_WRITE_TIMEOUT_SECONDS + size / SLOWEST_RATE
    encryption_key = file_keys().newest
    plain = HashingStream(iter(lambda: source.read(CHUNK) or b"", b""))
    stored = HashingStream(encrypt(new_segments(encryption_key, key), plain))
    writers = [CopyWriter(name, backend, key, deadline, stored) for name, backend in backends.items()]
    write_chunks(writers, stored)
    written = Written(
        size=plain.size,
        sha256=plain.sha256(),
        stored_size=stored.size,
        stored_sha256=stored.sha256(),
        key_id=encryption_key.id,
    )
    for writer in writers:
        if error := writer.wait():
            logger.error("File %s could not be written to %s: %s", key, writer.storage, error)
            written.failures[writer.storage] = error
        else:
            written.stored_in.append(writer.storage)
    return written


def write_chunks(writers: list[CopyWriter], chunks: Iterable[bytes]) -> None:
    """Start the writers and give each all chunks. If the source raises, cancel all of them and raise that."""
    for writer in writers:
        writer.start()
    try:
        for chunk in chunks:
            put_to_all(writers, chunk)
        put_to_all(writers, None)
    except BaseException:
        for writer in writers:
            writer.cancelled.set()
        raise
