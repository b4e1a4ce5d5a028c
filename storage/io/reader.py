"""Reading a file: from the main storage, and from the next one wherever that fails, even in the middle.

What comes out is what was written or nothing: every segment is authenticated before a byte of it is passed on.
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
# Segments that are read and opened together: 256 KiB.
BLOCK_SEGMENTS = 4
BLOCK = BLOCK_SEGMENTS * SEGMENT
# Bytes of a file that is read in one piece. Derivatives are smaller.
SMALL = 1024 * 1024
Damage = FileCopy.Damage


class FileLost(OSError):
    """No storage has these bytes now. An OSError, because that is what readers of files expect."""


class FileReader(io.RawIOBase):
    """A stored file's plain bytes, to be read from any place. Reading raises `FileLost`."""

    def __init__(self, file: StoredFile, start: int = 0):
        self.file, self.position, self.block, self.number = file, start, b"", -1
        make = EncryptedCopy if file.key_id else PlainCopy
        self.copies = [make(name, backend, file) for name, backend in get_backends().items()]
        # At once: who answers a request must know before the first byte whether there is one.
        self.load(min(start, max(0, file.size - 1)) // BLOCK)

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
        taken = self.take(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)

    def read(self, size: int | None = -1) -> bytes:
        """As of any raw file: at most `size` bytes, and no more than one read of the storage brings. Without the
        copies that it would make by `readinto`."""
        return self.readall() if size is None or size < 0 else self.take(size)

    def take(self, size: int) -> bytes:
        if self.position >= self.file.size:
            return b""
        number, begin = divmod(self.position, BLOCK)
        if number != self.number:
            self.load(number)
        taken = self.block[begin : begin + size]
        self.position += len(taken)
        return taken

    def load(self, number: int) -> None:
        """Reads a block from the first copy that still has it. A copy that failed is not asked again."""
        while self.copies:
            try:
                self.block = self.copies[0].read_block(number * BLOCK_SEGMENTS, BLOCK_SEGMENTS)
                self.number = number
                return
            except CopyMissing:
                self.give_up(Damage.MISSING, "is missing")
            except Damaged as error:
                self.give_up(Damage.CHANGED, f"is damaged: {error}")
            except (StorageUnavailable, UnknownKey) as error:
                self.give_up("", f"could not be read: {error}")
        raise FileLost(f"File {self.file.pk} is in no storage now")

    def give_up(self, damage: str, reason: str) -> None:
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
    """The file's plain bytes from `start` on. Raises `FileLost`, here or while they are read."""
    try:
        return FileReader(file, start)
    except FileLost:
        # A re-encryption may have moved it since the row was read.
        fresh = StoredFile.objects.filter(pk=file.pk).exclude(key=file.key).first()
        if fresh is None:
            raise
        return FileReader(fresh, start)


def read_small(file: StoredFile) -> bytes | None:
    """Return a small file's plain bytes from the main storage, by one read.

    Return None for a large or plain file, and wherever the copy is not as it should be: `open_file` then finds out
    what is wrong, reports it and reads from the next storage.
    """
    if file.size > SMALL or not file.key_id:
        return None
    main = next(iter(get_backends().values()))
    try:
        return read_whole(main, file.key, file.size)
    except (CopyMissing, Damaged, StorageUnavailable, UnknownKey):
        return None
