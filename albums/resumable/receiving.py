"""Take the body of a request into an upload. Memory does not grow with it.

Bytes are encrypted and written in whole segments, and made durable every STORE_BYTES, or STORE_SECONDS on a slow line;
only then does the row's offset move. What comes with a checksum moves it once, at its end. A file that is here whole
before any of that never touches the staging volume.
"""

import time
from collections.abc import Iterator

from albums.models import StagedUpload
from albums.resumable import claiming
from albums.resumable.headers import Checksum
from albums.resumable.refusals import Refusal
from picup.db.connections import release_connections
from picup.encryption.segments import SEGMENT
from storage.io.growing import PartsReader, PartWriter, open_tail, seal_tail

BLOCK = 256 * 1024
STORE_BYTES = 8 * 1024 * 1024
# Of a file that will not be here whole before that: written together, so that little is copied in memory.
WRITE_BYTES = 1024 * 1024
STORE_SECONDS = 3
# An upload whose writers were cut off so often is given up.
MOST_PARTS = 2000


class Interrupted(Exception):
    """The body ended before it was whole."""


class Receiver:
    """Receive bytes for a claimed upload. `may_append` is what `claim` returned. Close it at the end.

    `is_told` is whether the client knows the upload's address already.
    """

    def __init__(self, upload: StagedUpload, may_append: bool, *, is_told: bool = True):
        self.upload, self.may_append, self.is_told = upload, may_append, is_told
        self.parts = [list(part) for part in upload.parts]
        self.rest = bytearray(open_tail(upload.public_id, upload.tail))
        self.whole = (upload.offset - len(self.rest)) // SEGMENT
        self.writer: PartWriter | None = None
        self.stored_at = time.monotonic()

    @property
    def offset(self) -> int:
        return self.whole * SEGMENT + len(self.rest)

    @property
    def is_complete(self) -> bool:
        return self.offset == self.upload.length

    def receive(self, body, expected: int | None, checksum: Checksum | None) -> None:
        """Read a body of `expected` bytes, or of chunks.

        Raise Interrupted if it breaks off: what came without a checksum is stored. Raise Refusal if it is too long or
        is not what its checksum says: nothing that is not stored yet counts.
        """
        for block in read_blocks(body, expected):
            if checksum:
                checksum.update(block)
            self.rest += block
            if self.offset > self.upload.length:
                raise Refusal("longer", "The body is longer than Upload-Length")
            self.store_some(advance=checksum is None)
        if checksum:
            checksum.check()

    def store_some(self, *, advance: bool) -> None:
        """Store what has come if it is much, or a while ago. Without `advance` the offset stays where it is.

        Not the end of the file, which is stored with its result.
        """
        if self.is_complete:
            return
        if len(self.rest) >= WRITE_BYTES and self.upload.length > STORE_BYTES:
            self.write_segments()
        # More than a piece of the uploader's page, whose end is stored anyway (`release`).
        is_much = self.offset - self.upload.offset > STORE_BYTES
        if advance and (is_much or time.monotonic() - self.stored_at > STORE_SECONDS):
            self.store()
            # A slow network sends for minutes.
            release_connections()

    def write_segments(self) -> None:
        """Write the whole segments. Of a file that is complete, one byte at least stays in memory."""
        end = max(0, len(self.rest) - self.is_complete) // SEGMENT * SEGMENT
        if not end:
            return
        if self.writer is None:
            self.writer = self.open_writer()
        with memoryview(self.rest) as view:
            self.writer.write(view[:end])
        del self.rest[:end]
        self.whole += end // SEGMENT

    def open_writer(self) -> PartWriter:
        last = self.parts[-1] if self.parts and self.may_append else None
        if last is None and len(self.parts) >= MOST_PARTS:
            raise Refusal("expired", "This upload was cut off too often")
        writer = PartWriter(self.upload.public_id, self.whole, last)
        if last is None:
            self.parts.append(writer.part)
        return writer

    def store(self, *, hold_back: int = 0, **values) -> None:
        """Make all bytes durable, except the last `hold_back`, and move the offset. Raise ClaimLost, or OSError."""
        self.write_segments()
        hold_back = min(hold_back, len(self.rest))
        offset = self.offset - hold_back
        if offset > self.upload.offset or values:
            if self.writer:
                self.writer.sync()
            tail = seal_tail(self.upload.public_id, self.rest[: len(self.rest) - hold_back])
            expires_at = claiming.upload_expiry()
            claiming.store(
                self.upload, offset=offset, parts=self.parts, tail=tail, expires_at=expires_at, **values
            )
        self.stored_at = time.monotonic()

    def release(self, *, hold_back: int = 0) -> None:
        """Store all bytes but the last `hold_back`, and let the next request go on with the same part."""
        self.write_segments()
        may_append = self.may_append or self.writer is not None
        self.store(hold_back=hold_back, token="", may_append=may_append, finishing_until=None)

    def give_up(self) -> None:
        """Let nothing count that is not stored. What stands behind the end of a part is never written over."""
        may_append = self.may_append and self.writer is None
        claiming.store(self.upload, token="", may_append=may_append)

    def open_plain(self) -> PartsReader:
        """Return all that has been received."""
        return PartsReader(self.upload.public_id, self.parts, self.whole, self.rest)

    def close(self) -> None:
        if self.writer:
            self.writer.close()
            self.writer = None


def read_blocks(body, expected: int | None) -> Iterator[bytes]:
    """Yield a body. Raise Interrupted if it breaks off, or ends before `expected` bytes have come."""
    received = 0
    while expected is None or received < expected:
        try:
            block = body.read(BLOCK if expected is None else min(BLOCK, expected - received))
        except OSError as error:
            raise Interrupted from error
        if not block:
            break
        received += len(block)
        yield block
    if expected is not None and received < expected:
        raise Interrupted
