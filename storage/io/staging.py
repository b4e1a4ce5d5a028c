"""Receiving uploads: bytes go straight into a file on the staging volume, and are hashed on the way.

Only the uploader receives files. It installs `StageFiles` before anything reads the request; every other
address has `RefuseFiles`, so that a stranger cannot fill the disk through the sign-in page.
"""

import hashlib
import io
import logging
import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

logger = logging.getLogger(__name__)
# What a crashed process leaves in the staging directory is removed after this.
STALE_SECONDS = 24 * 3600


class RefuseFiles(FileUploadHandler):
    def new_file(self, *args, **kwargs):
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


class StagedFile(UploadedFile):
    """A received file on the staging volume. `refusal` says why its bytes were not taken, if they were not:
    "too-large" (one file), "family-full" (the limit), or "no-room" (our disk)."""

    name: str
    size: int

    def __init__(self, path: Path, name: str, size: int, sha256: str, refusal: str = ""):
        super().__init__(None, name, size=size)
        self.path, self.sha256, self.refusal = path, sha256, refusal

    def close(self):
        """Removes the staged file. Django closes every uploaded file at the end of its request."""
        remove(self.path)


class StageFiles(FileUploadHandler):
    """Writes each file to the staging volume, up to the limits; beyond them bytes are read and dropped, so
    that one file too many does not cost the others."""

    chunk_size = 256 * 1024

    def __init__(self, request=None, *, budget: int):
        super().__init__(request)
        self.budget = budget
        self.current: Path | None = None
        self.output = None

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.digest, self.received, self.refusal = hashlib.sha256(), 0, ""
        self.current = settings.STAGING_DIR / secrets.token_hex(16)
        try:
            settings.STAGING_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self.current, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self.output = open(descriptor, "wb")  # noqa: SIM115
        except OSError:
            logger.exception("The staging volume takes no files")
            self.output = io.BytesIO()  # stays empty
            self.refusal = "no-room"

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT_BYTES:
            self.refusal = self.refusal or "too-large"
        elif self.received > self.budget:
            self.refusal = self.refusal or "family-full"
        if not self.refusal:
            try:
                self.output.write(raw_data)
                self.digest.update(raw_data)
            except OSError:
                logger.exception("The staging volume took no more bytes")
                self.refusal = "no-room"
        return None

    def file_complete(self, file_size):
        path, self.current = self.current, None
        try:
            self.output.close()
        except OSError:
            logger.exception("The staging volume took no more bytes")
            self.refusal = self.refusal or "no-room"
        if self.refusal:
            remove(path)
        else:
            self.budget -= self.received
        return StagedFile(path, self.file_name, self.received, self.digest.hexdigest(), self.refusal)

    def upload_interrupted(self):
        """Forgets a file that did not arrive whole. Django calls this only where the body ends too early;
        after a broken connection or a body that it cannot parse, whoever installed the handler does."""
        path, self.current = self.current, None
        if path:
            remove(path)
            with suppress(OSError):  # A full disk: the last bytes cannot be written, nor need they be.
                self.output.close()


def remove(path: Path) -> None:
    """Removes a staged file, which may be gone already. One that stays is left to `remove_stale`."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        logger.exception("A staged file was not removed")


def remove_stale() -> int:
    """Remove staged files that no request can still be using. Return how many."""
    before = time.time() - STALE_SECONDS
    try:
        staged = list(settings.STAGING_DIR.iterdir())
    except FileNotFoundError:  # Nothing was ever received.
        return 0
    except OSError:
        logger.exception("The staging volume cannot be looked through")
        return 0
    return sum(remove_if_stale(path, before) for path in staged)


def remove_if_stale(path: Path, before: float) -> bool:
    """`before` is a time of `time.time()`. False where it is younger, or gone: its request has just ended."""
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
        # The others are removed all the same, and this one is tried again.
        logger.exception("A stale staged file was not removed")
        return False
    return True
