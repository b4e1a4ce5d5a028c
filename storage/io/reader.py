"""Reading a file: from the main storage, and from the next one wherever that fails, even in the middle of the file.

A reader gets the bytes that were written or none: every segment is authenticated before a byte of it is returned.
"""

import io
import logging

from picup.encryption.keyring import UnknownKey
from picup.encryption.segments import SEGMENT, Damaged
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.damage import report_damage
from storage.io.copy_readers import CopyMissing, EncryptedCopy, PlainCopy, read_whole
from storage.models import FileCopy, StoredFile

logger = logging.getLogger(__name__)
# Segments that are read and decrypted together, and their plain bytes: 256 KiB.
BLOCK_SEGMENTS = 4
BLOCK = BLOCK_SEGMENTS * SEGMENT
# A file of up to so many bytes is read in one piece. Most derivatives are smaller.
SMALL = 1024 * 1024
Damage = FileCopy.Damage


class FileLost(OSError):
    """No storage has these bytes now. It is an OSError, because callers of `read` expect one."""


class FileReader(io.RawIOBase):
    """A stored file's plain bytes, as a raw file that can seek. The constructor and reading raise `FileLost`."""

    def __init__(self, file: StoredFile, start: int = 0):
        self.file, self.position, self.block, self.number = file, start, b"", -1
        make = EncryptedCopy if file.key_id else PlainCopy
        self.copies = [make(name, backend, file) for name, backend in get_backends().items()]
        # Load the first block now: an answer's status is sent before its bytes, so a lost file must raise here.
        self.load_block(min(start, max(0, file.size - 1)) // BLOCK)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.file.size}[whence]
        self.position = max(0, start + offset)
        return self.position

    def readinto(self, buffer) -> int:
        part = self.read_from_block(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def read(self, size: int | None = -1) -> bytes:
        """Return up to `size` bytes, or all without a size, as every raw file does.

        `RawIOBase.read` would do it by `readinto`, which copies the bytes twice.
        """
        return self.readall() if size is None or size < 0 else self.read_from_block(size)

    def read_from_block(self, size: int) -> bytes:
        """Return up to `size` bytes at the position, from one block, and move on. Raise `FileLost`."""
        if self.position >= self.file.size:
            return b""
        number, begin = divmod(self.position, BLOCK)
        if number != self.number:
            self.load_block(number)
        part = self.block[begin : begin + size]
        self.position += len(part)
        return part

    def load_block(self, number: int) -> None:
        """Read a block from the first copy that has it. A copy that fails is not asked again. Raise `FileLost`."""
        while self.copies:
            try:
                self.block = self.copies[0].read_block(number * BLOCK_SEGMENTS, BLOCK_SEGMENTS)
                self.number = number
                return
            except CopyMissing:
                self.drop_copy(Damage.MISSING, "is missing")
            except Damaged as error:
                self.drop_copy(Damage.CHANGED, f"is damaged: {error}")
            except (StorageUnavailable, UnknownKey) as error:
                self.drop_copy("", f"could not be read: {error}")
        raise FileLost(f"File {self.file.pk} is in no storage now")

    def drop_copy(self, damage: str, reason: str) -> None:
        """Read no more from the first copy, and report its damage. An outage (`damage` is "") is only logged."""
        copy = self.copies.pop(0)
        copy.close()
        logger.error("File %s in %s %s", self.file.pk, copy.storage, reason)
        if damage:
            served_from = self.copies[0].storage if self.copies else ""
            report_damage(self.file, copy.storage, damage, served_from=served_from)

    def close(self) -> None:
        for copy in self.copies:
            copy.close()
        super().close()


def open_file(file: StoredFile, start: int = 0) -> FileReader:
    """Return the file's plain bytes from `start` on. Raise `FileLost`, here or while they are read.

    Close the result.
    """
    try:
        return FileReader(file, start)
    except FileLost:
        # A re-encryption may have changed the key since the row was read.
        fresh = StoredFile.objects.filter(pk=file.pk).exclude(key=file.key).first()
        if fresh is None:
            raise
        return FileReader(fresh, start)


def read_small(file: StoredFile) -> bytes | None:
    """Return a small file's plain bytes from the main storage, by one read.

    Return None if the file is larger than SMALL or not encrypted, and if the copy cannot be read or is damaged. Then
    call `open_file`, which finds out what is wrong, reports it and reads from the next storage.
    """
    if file.size > SMALL or not file.key_id:
        return None
    main = next(iter(get_backends().values()))
    try:
        return read_whole(main, file.key, file.size)
    except (CopyMissing, Damaged, StorageUnavailable, UnknownKey):
        return None
