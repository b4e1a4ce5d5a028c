"""Objects in a bucket of Amazon S3, or of any server that speaks like it.

Each write carries its MD5, which the server compares before it keeps anything. Small files are one request;
larger ones go in parts of 8 MiB, of which one is in memory, and are no object before the last part.
"""

import base64
import hashlib
import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any, BinaryIO, cast

from storage.backends.base import KEY, Backend, StorageUnavailable, check_key
from storage.backends.s3_asking import Asking, Refused
from storage.backends.s3_reading import READ_AHEAD, ObjectReader

logger = logging.getLogger(__name__)
# S3 takes ten thousand of them: 80 GB.
PART = 8 * 1024 * 1024
NO_OBJECT = {"NoSuchKey", "404"}
NO_UPLOAD = {"NoSuchUpload", "404"}


class S3Backend(Backend):
    """`prefix` is put before every key, so that a bucket may hold more than one site's files. Seconds are
    those of one connection and of one answer; `attempts` counts the first too."""

    def __init__(
        self,
        bucket: str,
        *,
        prefix: str = "",
        endpoint_url: str = "",
        region: str = "us-east-1",
        connect_seconds: float = 2,
        read_seconds: float = 5,
        attempts: int = 2,
        page_size: int = 1000,
    ):
        self.bucket, self.page_size, self.read_seconds = bucket, page_size, read_seconds
        self.prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self.asking = Asking(
            bucket,
            endpoint_url=endpoint_url,
            region=region,
            connect=connect_seconds,
            read=read_seconds,
            attempts=attempts,
        )

    def name(self, key: str) -> str:
        return self.prefix + check_key(key)

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        name = self.name(key)
        parts = split(chunks)
        first = next(parts)
        if size_of(first) < PART:
            with self.refusals():
                self.asking("put_object", Key=name, **body(first))
        else:
            self.write_parts(name, chain([first], parts))

    def write_parts(self, name: str, parts: Iterator[io.BytesIO]) -> None:
        with self.refusals():
            upload = self.asking("create_multipart_upload", Key=name)["UploadId"]
        try:
            done = []
            for number, part in enumerate(parts, start=1):
                with self.refusals():
                    answer = self.asking(
                        "upload_part", Key=name, UploadId=upload, PartNumber=number, **body(part)
                    )
                done.append({"PartNumber": number, "ETag": answer["ETag"]})
            with self.refusals():
                self.asking.patiently(
                    "complete_multipart_upload", Key=name, UploadId=upload, MultipartUpload={"Parts": done}
                )
        except BaseException:
            self.abort(name, upload)
            raise

    def abort(self, name: str, upload: str) -> bool:
        """False when it cannot be done now: `remove_partial` finds it later."""
        try:
            self.asking("abort_multipart_upload", Key=name, UploadId=upload)
        except Refused as refused:
            return refused.code in NO_UPLOAD
        except StorageUnavailable as error:
            logger.warning("Half an upload stays in %s for now: %s", self.bucket, error)
            return False
        return True

    def open(self, key: str, start: int = 0) -> BinaryIO | None:
        wanted: dict[str, Any] = {"Range": f"bytes={start}-"} if start else {}
        name = self.name(key)
        try:
            answer = self.asking("get_object", Key=name, **wanted)
        except Refused as refused:
            if refused.status == 416:  # Nothing is there from `start` on.
                return io.BytesIO()
            if refused.code in NO_OBJECT:
                return None
            raise self.outage(refused) from None
        if start and not answer.get("ContentRange", "").startswith(f"bytes {start}-"):
            answer["Body"].close()
            raise StorageUnavailable(f"{self.bucket}: the server does not know ranges")
        reader = ObjectReader(answer["Body"], length_of(answer), self.read_seconds, self.asking.outages)
        return cast(BinaryIO, io.BufferedReader(reader, READ_AHEAD))

    def size(self, key: str) -> int | None:
        name = self.name(key)
        try:
            return length_of(self.asking("head_object", Key=name))
        except Refused as refused:
            if refused.code not in NO_OBJECT:
                raise self.outage(refused) from None
        # An answer to HEAD has no body: a missing bucket looks like a missing object.
        with self.refusals():
            self.asking("head_bucket")
        return None

    def delete(self, key: str) -> bool:
        # S3 does not say whether there was anything to delete.
        existed = self.size(key) is not None
        if existed:
            with self.refusals():
                self.asking("delete_object", Key=self.name(key))
        return existed

    def list(self) -> Iterator[tuple[str, datetime]]:
        for page in self.pages("list_objects_v2"):
            for entry in page.get("Contents", ()):
                key = entry["Key"].removeprefix(self.prefix)
                if KEY.fullmatch(key):
                    yield key, entry["LastModified"]

    def initialise(self, *, new: bool) -> bool:
        """Whoever owns the bucket has made it: a site's key should not be able to."""
        try:
            self.asking("head_bucket")
        except Refused as refused:
            if refused.status == 404:
                raise StorageUnavailable(f"there is no bucket {self.bucket}") from None
            raise self.outage(refused) from None
        return True

    def remove_partial(self, before: datetime) -> int:
        left = [
            (upload["Key"], upload["UploadId"])
            for page in self.pages("list_multipart_uploads")
            for upload in page.get("Uploads", ())
            if upload["Initiated"] < before and KEY.fullmatch(upload["Key"].removeprefix(self.prefix))
        ]
        return sum(self.abort(name, upload) for name, upload in left)

    def pages(self, operation: str) -> Iterator[dict]:
        with self.refusals():
            yield from self.asking.pages(operation, self.page_size, Prefix=self.prefix)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Where no error of the server has a meaning of its own, each is an outage."""
        try:
            yield
        except Refused as refused:
            raise self.outage(refused) from None

    def outage(self, refused: Refused) -> StorageUnavailable:
        return StorageUnavailable(f"{self.bucket}: {refused}")


def length_of(answer: dict) -> int:
    if "ContentLength" not in answer:
        raise StorageUnavailable("an answer did not say how long the object is")
    return answer["ContentLength"]


def split(chunks: Iterable[bytes]) -> Iterator[io.BytesIO]:
    """The same bytes in parts of `PART`, the last one shorter; at least one. It is the same memory each time:
    be done with a part before you take the next."""
    part, count = io.BytesIO(), 0
    for chunk in chunks:
        rest = memoryview(chunk)
        while rest:
            taken = rest[: PART - part.tell()]
            part.write(taken)
            rest = rest[len(taken) :]
            if part.tell() == PART:
                part.seek(0)
                yield part
                count += 1
                part.seek(0)
                part.truncate()
    if part.tell() or not count:
        part.seek(0)
        yield part


def size_of(part: io.BytesIO) -> int:
    return part.getbuffer().nbytes


def body(part: io.BytesIO) -> dict:
    """What a request says of the bytes it carries."""
    digest = hashlib.md5(part.getbuffer(), usedforsecurity=False).digest()
    return {"Body": part, "ContentMD5": base64.b64encode(digest).decode(), "size": size_of(part)}
