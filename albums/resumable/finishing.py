"""Make a picture of an upload that has arrived.

The last bytes are acknowledged together with the result: until the row has it, the offset stays before the end. So a
crash at any moment, or a storage that is down, leaves an upload whose client sends its last bytes once more.
"""

import hashlib
import io
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from albums import rejections
from albums.films.formats import SNIFF_BYTES
from albums.films.limits import limit_of
from albums.models import RESULT_DAYS, StagedUpload
from albums.resumable import claiming
from albums.resumable.headers import read_metadata
from albums.resumable.holding import hold
from albums.resumable.limits import forget_results
from albums.resumable.receiving import Receiver
from albums.resumable.refusals import Refusal
from albums.services.uploads import SAME_PICTURE, UploadResult, add_picture
from picup.encryption.segments import SEGMENT
from storage.io.growing import PartsReader, remove_parts
from storage.io.lent import Lent
from storage.io.staging import StagedFile

logger = logging.getLogger(__name__)
BLOCK = 8 * SEGMENT
# What is over in a moment: the client is told to come again, and nothing is lost.
PASSING = {"no-room", "storage-down", "busy"}


class PlainFile(StagedFile):
    """An upload as the services of albums take it. It is hashed here.

    What may be a photo is decrypted into memory, once. A larger film is decrypted whenever it is read.
    """

    def __init__(self, reader: PartsReader, name: str):
        refusal = "too-large" if reader.size > limit_of(reader.read(SNIFF_BYTES)) else ""
        reader.seek(0)
        self.reader = reader
        is_small = reader.size <= settings.UPLOAD_LIMIT_BYTES
        # Closed by `close`.
        self.plain = os.fdopen(os.memfd_create("upload"), "w+b") if is_small and not refusal else None
        try:
            sha256 = "" if refusal else self.fill(reader)
        except BaseException:
            self.close()
            raise
        super().__init__(None, name, reader.size, sha256, refusal)

    def fill(self, reader: PartsReader) -> str:
        """Copy the plain bytes of what is small, and return their SHA-256. Raise OSError."""
        digest = hashlib.sha256()
        while block := reader.read(BLOCK):
            digest.update(block)
            if self.plain:
                self.plain.write(block)
        if self.plain:
            self.plain.flush()
        return digest.hexdigest()

    def open_plain(self) -> io.RawIOBase:
        return io.FileIO(f"/proc/self/fd/{self.plain.fileno()}") if self.plain else Lent(self.reader)

    @contextmanager
    def in_memory(self) -> Iterator[Path]:
        if self.plain is None:
            raise OSError("only what may be a photo is in memory")
        yield Path(f"/proc/self/fd/{self.plain.fileno()}")

    def close(self) -> None:
        if self.plain:
            self.plain.close()


def finish(receiver: Receiver) -> None:
    """Add the picture of an upload that is complete, and keep the result.

    Raise Refusal if that cannot be now; the bytes are kept, and the last one is to be sent again. Raise RightLost.
    """
    upload = receiver.upload
    if receiver.parts:
        receiver.store(hold_back=1)
    # Nobody can ask for an upload whose address was not told yet.
    with hold(upload) if receiver.is_told else nullcontext():
        result = add(upload, receiver)
        if result.status == "rejected" and result.reason in PASSING:
            receiver.release(hold_back=1)
            raise Refusal(result.reason)
        keep_result(upload, result)


def add(upload: StagedUpload, receiver: Receiver) -> UploadResult:
    metadata = read_metadata(upload.metadata)
    with receiver.open_plain() as reader:
        staged = PlainFile(reader, metadata.name)
        try:
            sent = replace(metadata.sent, upload=upload.public_id)
            return add_picture(person=upload.person, album=upload.album, staged=staged, sent=sent)
        finally:
            staged.close()


def is_own(upload: StagedUpload, result: UploadResult) -> bool:
    """Tell whether the picture was made of this upload."""
    return result.picture is not None and result.picture.public_id == upload.public_id


def keep_result(upload: StagedUpload, result: UploadResult) -> None:
    """Keep the result for a client that loses the answer, and remove the bytes."""
    own = is_own(upload, result)
    kept = {
        # A duplicate may be what this upload added itself, before a crash took the answer away.
        "status": "added" if own else result.status,
        "picture": result.picture.public_id if result.picture else None,
        "reason": result.reason,
        "notices": list(result.notices),
    }
    claiming.store(
        upload,
        state=StagedUpload.State.ADDED if own else StagedUpload.State.OVER,
        offset=upload.length,
        result=kept,
        parts=[],
        tail=b"",
        token="",
        finishing_until=None,
        expires_at=timezone.now() + timedelta(days=RESULT_DAYS),
    )
    try:
        remove_parts(upload.public_id)
    except OSError:
        logger.exception("The bytes of upload %s stay until they are cleaned up", upload.pk)
    if not own:
        forget_results(upload.family_id)


def read_result(upload: StagedUpload) -> dict:
    """Return the kept result as the uploader has it, with its sentence in the active language."""
    result = upload.result or {}
    if result["reason"]:
        reason = rejections.explain(result["reason"])
    else:
        reason = " ".join(map(rejections.notify, result["notices"]))
    name = read_metadata(upload.metadata).name
    same = {SAME_PICTURE: True} if SAME_PICTURE in result["notices"] else {}
    return {"name": name, "status": result["status"], "picture": result["picture"], "reason": reason, **same}
