"""Objects in a bucket of Amazon S3, or of any server with the same interface.

Each request carries the MD5 of its bytes, which the server compares before it keeps anything. A small file is one
request. A larger one goes in parts of 8 MiB, of which one is in memory; it becomes an object after the last part.
"""

import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any, BinaryIO, cast

from django.core.exceptions import ImproperlyConfigured
from storages.backends.s3 import S3Storage

from storage.backends.base import KEY, Backend, StorageUnavailable, check_key
from storage.backends.s3_client import Refused, S3Client
from storage.backends.s3_damage import INTERNAL_ERROR, check_where_it_stopped, raise_if_damaged
from storage.backends.s3_parts import PART, body, size_of, split
from storage.backends.s3_reader import READ_AHEAD, ObjectReader

logger = logging.getLogger(__name__)
NO_OBJECT = {"NoSuchKey", "404"}
NO_UPLOAD = {"NoSuchUpload", "404"}
OPTIONS = {"connect_seconds": 2.0, "read_seconds": 5.0, "attempts": 2, "page_size": 1000}


class S3Backend(Backend, S3Storage):
    """django-storages' `S3Storage` with all its options; the package's docstring says what is ours.

    `location` is put before every key, so that a bucket may hold the files of several sites. Options of our own:
    `connect_seconds` (for one connection), `read_seconds` (for one answer), `attempts` (the first one included) and
    `page_size` (objects in one page of a list).
    """

    def __init__(self, **options: Any):
        if options.get("endpoint_url"):
            # A private server seldom has a host name for each bucket.
            options.setdefault("addressing_style", "path")
        super().__init__(**options)
        if not self.bucket_name:
            raise ImproperlyConfigured("A bucket_name is needed.")
        self.client = S3Client(
            self, connect=self.connect_seconds, read=self.read_seconds, attempts=self.attempts
        )

    def get_default_settings(self) -> dict[str, Any]:
        defaults = super().get_default_settings()
        signature = defaults["signature_version"] or "s3v4"
        return {**defaults, **OPTIONS, "signature_version": signature}

    @property
    def prefix(self) -> str:
        return f"{location}/" if (location := self.location.strip("/")) else ""

    def name(self, key: str) -> str:
        return self.prefix + check_key(key)

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        name = self.name(key)
        parts = split(chunks)
        first = next(parts)
        if size_of(first) < PART:
            with self.refusals():
                self.client("put_object", Key=name, **self._get_write_parameters(name), **body(first))
        else:
            self.write_parts(name, chain([first], parts))

    def write_parts(self, name: str, parts: Iterator[io.BytesIO]) -> None:
        """Write an object as a multipart upload, which is aborted on any error. Raise as `write`."""
        with self.refusals():
            begun = self.client("create_multipart_upload", Key=name, **self._get_write_parameters(name))
        upload = begun["UploadId"]
        try:
            done = []
            for number, part in enumerate(parts, start=1):
                with self.refusals():
                    answer = self.client(
                        "upload_part", Key=name, UploadId=upload, PartNumber=number, **body(part)
                    )
                done.append({"PartNumber": number, "ETag": answer["ETag"]})
            with self.refusals():
                self.client.call_slow(
                    "complete_multipart_upload", Key=name, UploadId=upload, MultipartUpload={"Parts": done}
                )
        except BaseException:
            self.abort(name, upload)
            raise

    def abort(self, name: str, upload: str) -> bool:
        """Abort a multipart upload. Return False if that fails now; `remove_partial` finds the upload later."""
        try:
            self.client("abort_multipart_upload", Key=name, UploadId=upload)
        except Refused as refused:
            return refused.code in NO_UPLOAD
        except StorageUnavailable as error:
            logger.warning("Half an upload stays in %s for now: %s", self.bucket, error)
            return False
        return True

    def open(self, key: str, start: int = 0) -> BinaryIO | None:  # type: ignore[override]
        name = self.name(key)
        try:
            answer = self.client.get_range(name, start)
        except Refused as refused:
            if refused.status == 416:  # The object ends at `start` or before.
                return io.BytesIO()
            if refused.code in NO_OBJECT:
                return None
            if refused.status == INTERNAL_ERROR:
                raise_if_damaged(self.client, self.prefix, name, str(refused))
            raise self.outage(refused) from None
        if start and not answer.get("ContentRange", "").startswith(f"bytes {start}-"):
            answer["Body"].close()
            raise StorageUnavailable(f"{self.bucket_name}: the server does not know ranges")
        reader = ObjectReader(
            answer["Body"],
            length_of(answer),
            self.read_seconds,
            self.client.outages,
            lambda received: check_where_it_stopped(self.client, self.prefix, name, start + received),
        )
        return cast(BinaryIO, io.BufferedReader(reader, READ_AHEAD))

    def size(self, key: str) -> int | None:  # type: ignore[override]
        name = self.name(key)
        try:
            return length_of(self.client("head_object", Key=name))
        except Refused as refused:
            if refused.code not in NO_OBJECT:
                raise self.outage(refused) from None
        # The answer to a HEAD has no body, so a missing bucket looks like a missing object. Ask for the bucket.
        with self.refusals():
            self.client("head_bucket")
        return None

    def delete(self, key: str) -> bool:  # type: ignore[override]
        # S3 does not say whether there was anything to delete.
        existed = self.size(key) is not None
        if existed:
            with self.refusals():
                self.client("delete_object", Key=self.name(key))
        return existed

    def list(self) -> Iterator[tuple[str, datetime]]:
        for page in self.pages("list_objects_v2"):
            for entry in page.get("Contents", ()):
                key = entry["Key"].removeprefix(self.prefix)
                if KEY.fullmatch(key):
                    yield key, entry["LastModified"]

    def initialise(self, *, new: bool) -> bool:
        """Check that the bucket is there. Its owner must make it: a site's key should not be able to."""
        try:
            self.client("head_bucket")
        except Refused as refused:
            if refused.status == 404:
                raise StorageUnavailable(f"there is no bucket {self.bucket_name}") from None
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
            yield from self.client.pages(operation, self.page_size, Prefix=self.prefix)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Raise `StorageUnavailable` for every `Refused` of the block, where no error has a meaning of its own."""
        try:
            yield
        except Refused as refused:
            raise self.outage(refused) from None

    def outage(self, refused: Refused) -> StorageUnavailable:
        return StorageUnavailable(f"{self.bucket_name}: {refused}", is_full=refused.is_full)


def length_of(answer: dict) -> int:
    """Return the length of the object in an answer. Raise `StorageUnavailable` if the server did not say it."""
    if "ContentLength" not in answer:
        raise StorageUnavailable("an answer did not say how long the object is")
    return answer["ContentLength"]
