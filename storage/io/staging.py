"""Receiving uploads: bytes go straight into a file on the staging volume, hashed and encrypted on the way.

Only the uploader receives files. It installs `StageFiles` before anything reads the request. Every other address has
`RefuseFiles`, so that a stranger cannot fill the disk through the sign-in page.
"""

import hashlib
import io
import logging
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from storage.io.file_names import NamesAsSent
from storage.io.growing import GROWING
from storage.io.in_memory import memory_file
from storage.io.room import has_room
from storage.io.sealed import SealedFile

logger = logging.getLogger(__name__)
# A staged file that is older was left by a crashed process.
STALE_SECONDS = 24 * 3600
BLOCK = 512 * 1024


class RefuseFiles(FileUploadHandler):
    """Drop every file of a request, without storing a byte."""

    def new_file(self, *args, **kwargs):
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


class StagedFile(UploadedFile):
    """A received file, on the staging volume or in memory, never plain on a disk.

    `sealed` has its bytes; None for a file that was refused. `refusal` is "", or says why its bytes were not kept:
    "too-large" (this file), "family-full" (the family's limit), "site-full" (that of all families) or "no-room" (a
    volume below its reserve, or a full staging).
    """

    name: str
    size: int

    def __init__(self, sealed: SealedFile | None, name: str, size: int, sha256: str, refusal: str = ""):
        super().__init__(None, name, size=size)
        self.sealed, self.sha256, self.refusal = sealed, sha256, refusal

    def open_plain(self) -> io.RawIOBase:
        """Return the plain bytes as a seekable stream, which the caller closes."""
        if self.sealed is None:
            raise FileNotFoundError(self.name)
        return self.sealed.open_plain()

    @contextmanager
    def in_memory(self) -> Iterator[Path]:
        """Give the plain bytes in memory, as a path that this process can open: for a photo, not for a film."""
        with memory_file() as path:
            with self.open_plain() as plain, path.open("wb") as output:
                shutil.copyfileobj(plain, output, BLOCK)
            yield path

    def close(self):
        """Remove the staged file. Django closes every uploaded file at the end of its request."""
        if self.sealed:
            remove(self.sealed.path)


class StageFiles(FileUploadHandler):
    """Write each file of a request to the staging volume.

    `budget` is how many bytes the family may still store, `site_budget` how many all families together may (None: as
    many as they like). `limit_of` returns how many bytes a file may have, by its first ones; without it all may have
    UPLOAD_LIMIT_BYTES. Beyond any of these a file is read to its end and dropped, so that the request's other files are
    received.
    """

    chunk_size = 256 * 1024

    def __init__(
        self,
        request=None,
        *,
        budget: int,
        site_budget: int | None = None,
        limit_of: Callable[[bytes], int] | None = None,
    ):
        super().__init__(request)
        self.budget, self.site_budget, self.limit_of = budget, site_budget, limit_of
        self.limit = settings.UPLOAD_LIMIT_BYTES
        self.is_parsing = False
        # Bytes of the body that have not been staged yet, as far as the browser has said.
        self.to_come = 0
        self.current: Path | None = None
        self.output: SealedFile | None = None

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        """Parse the body with `NamesAsSent`. Return its fields and files; None when that parser asks in its turn."""
        if self.is_parsing:
            return None
        self.is_parsing = True
        self.to_come = content_length
        return NamesAsSent(META, input_data, [self], encoding).parse()

    def new_file(self, *args, **kwargs):
        """Create an empty staged file. The file is refused with "no-room" if that fails, or if a volume is low."""
        super().new_file(*args, **kwargs)
        self.digest, self.received, self.refusal = hashlib.sha256(), 0, ""
        if not has_room(self.to_come):
            logger.error("A volume has less room than its reserve: uploads are refused")
            self.refusal = "no-room"
        self.current = settings.STAGING_DIR / secrets.token_hex(16)
        self.output = None
        try:
            settings.STAGING_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.output = SealedFile(self.current)
        except OSError:
            logger.exception("The staging volume takes no files")
            self.refusal = "no-room"

    def receive_data_chunk(self, raw_data, start):
        """Write and hash a chunk, or only count it once the file is refused. Return None: no other handler gets it."""
        if not self.received:
            self.limit = self.limit_of(raw_data) if self.limit_of else settings.UPLOAD_LIMIT_BYTES
        self.received += len(raw_data)
        self.to_come = max(0, self.to_come - len(raw_data))
        if self.received > self.limit:
            self.refusal = self.refusal or "too-large"
        elif self.received > self.budget:
            self.refusal = self.refusal or "family-full"
        elif self.site_budget is not None and self.received > self.site_budget:
            self.refusal = self.refusal or "site-full"
        if not self.refusal and self.output:
            try:
                self.output.write(raw_data)
                self.digest.update(raw_data)
            except OSError:
                logger.exception("The staging volume took no more bytes")
                self.refusal = "no-room"
        return None

    def file_complete(self, file_size):
        """Return the received file as a `StagedFile`, and take its size from the budget."""
        path, self.current = self.current, None
        try:
            if self.output:
                self.output.close()
        except OSError:
            logger.exception("The staging volume took no more bytes")
            self.refusal = self.refusal or "no-room"
        if self.refusal:
            remove(path)
            self.output = None
        else:
            self.budget -= self.received
            self.site_budget = None if self.site_budget is None else self.site_budget - self.received
        return StagedFile(self.output, self.file_name, self.received, self.digest.hexdigest(), self.refusal)

    def upload_interrupted(self):
        """Remove the file that was being received.

        Django calls this only if the body ends too early. After a broken connection, or a body that Django cannot
        parse, the view that installed the handler must call it.
        """
        path, self.current = self.current, None
        if path:
            remove(path)
            with suppress(OSError):  # A full disk: the last bytes cannot be written, nor need they be.
                if self.output:
                    self.output.close()


def remove(path: Path) -> None:
    """Remove a staged file, which may be gone already. If that fails, `remove_stale` does it later."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        logger.exception("A staged file was not removed")


def remove_stale() -> int:
    """Remove staged files older than STALE_SECONDS, which no request can still be using. Return how many.

    Not those of resumable uploads: their rows say how long they are kept.
    """
    before = time.time() - STALE_SECONDS
    try:
        staged = [path for path in settings.STAGING_DIR.iterdir() if path.name != GROWING]
    except FileNotFoundError:  # Nothing was ever received.
        return 0
    except OSError:
        logger.exception("The staging volume cannot be looked through")
        return 0
    return sum(remove_if_stale(path, before) for path in staged)


def remove_if_stale(path: Path, before: float) -> bool:
    """Remove one staged file if it was last changed before `before`, a time of `time.time()`.

    Return False if it is younger, cannot be removed, or is gone because its request has just ended.
    """
    try:
        if path.lstat().st_mtime >= before:
            return False
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    except FileNotFoundError:
        return False
    except OSError:
        # Go on with the others. The next run tries this one again.
        logger.exception("A stale staged file was not removed")
        return False
    return True
