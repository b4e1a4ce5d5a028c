"""Calls of an S3 server: clients that a process's threads share, and a deadline for each call.

A socket's timeout begins anew with every byte, so a server that sends one byte a second would never be late. Therefore
each call runs in a thread of its own and has a deadline. After it the caller goes on, and the thread ends by itself.
"""

import copy
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as SocketTimeout

from picup.core.deadlines import within
from storage.backends.base import StorageUnavailable

# Bytes a second of a slow but working network. A call's deadline grows with its bytes by this rate.
SLOWEST_RATE = 250_000
# For the end of a multipart upload: the server puts the parts together and sends nothing meanwhile.
ASSEMBLE_SECONDS = 120
INSUFFICIENT_STORAGE = 507
FULL = {"QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "InsufficientCapacity"}


class Refused(Exception):
    """The server answered with an error. `code` is S3's word for it, `status` the HTTP status."""

    def __init__(self, error: ClientError):
        self.code = str(error.response.get("Error", {}).get("Code", ""))
        self.status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        super().__init__(f"{self.code} ({self.status})")

    @property
    def is_full(self) -> bool:
        """Whether the server has no room: 507 (RFC 4918), or a quota's or MinIO's word for it."""
        return self.status == INSUFFICIENT_STORAGE or self.code in FULL


class S3Client:
    """Calls of boto3's client, as the library's `storage` configures it, on its bucket.

    `connect` and `read` are seconds for one attempt; a call makes up to `attempts`.
    """

    def __init__(self, storage: S3Storage, *, connect: float, read: float, attempts: int):
        self.storage, self.bucket = storage, storage.bucket_name
        self.connect, self.read, self.attempts = connect, read, attempts
        self.forget()
        # Connections and locks of the parent must not be used in a forked child.
        os.register_at_fork(after_in_child=self.forget)

    def forget(self) -> None:
        self.lock = threading.Lock()
        self.clients: dict[float, Any] = {}

    def __call__(self, operation: str, *, size: int = 0, **arguments) -> dict[str, Any]:
        """Call an operation of the client by its name, and return its answer. Raise `Refused` or `StorageUnavailable`.

        `size` is about how many bytes the request carries.
        """
        seconds = self.attempts * (self.connect + self.read) + size / SLOWEST_RATE
        return self.call(operation, self.read, seconds, arguments)

    def get_range(self, name: str, start: int, end: int | None = None) -> dict[str, Any]:
        """Return the answer with an object's bytes from `start` to `end`, both included. Raise as `__call__`."""
        wanted: dict[str, Any] = {}
        if start or end is not None:
            wanted["Range"] = f"bytes={start}-{'' if end is None else end}"
        return self("get_object", Key=name, **wanted)

    def call_slow(self, operation: str, **arguments) -> dict[str, Any]:
        """Do the same with ASSEMBLE_SECONDS for the answer."""
        return self.call(operation, ASSEMBLE_SECONDS, ASSEMBLE_SECONDS, arguments)

    def call(self, operation: str, read: float, seconds: float, arguments: dict) -> dict[str, Any]:
        """Call an operation with a socket timeout of `read` seconds and a deadline of `seconds`."""
        with self.outages():
            call = getattr(self.client(read), operation)
            return within(seconds, lambda: call(Bucket=self.bucket, **arguments))

    def pages(self, operation: str, page_size: int, **arguments) -> Iterator[dict[str, Any]]:
        """Yield the pages of a list. Each has a deadline. Raise as `__call__`."""
        with self.outages():
            client = self.client(self.read)
            paginator = client.get_paginator(operation)
            paging = {"PageSize": page_size}
            pages = iter(paginator.paginate(Bucket=self.bucket, PaginationConfig=paging, **arguments))
            seconds = self.attempts * (self.connect + self.read)
            while page := within(seconds, lambda: next(pages, None)):
                yield page

    def client(self, read: float):
        """Return the client with a socket timeout of `read` seconds.

        Threads share it. The library makes one for each thread, and that takes half a second.
        """
        with self.lock:
            if read not in self.clients:
                self.clients[read] = self.make_client(read)
            return self.clients[read]

    def make_client(self, read: float):
        """Return a new client of the library's storage, with our timeouts."""
        # A copy of the library's storage has the same options and no connection yet.
        storage = copy.copy(self.storage)
        storage.client_config = self.storage.client_config.merge(self.config(read))
        return storage.connection.meta.client

    def config(self, read: float) -> Config:
        """Return botocore's settings for timeouts, retries and checksums."""
        return Config(
            connect_timeout=self.connect,
            read_timeout=read,
            max_pool_connections=32,
            retries={"mode": "standard", "total_max_attempts": self.attempts},
            # Newer checksums are sent in a form that servers other than Amazon's may not know. Content-MD5,
            # which each write gives, is verified by all of them.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )

    @contextmanager
    def outages(self) -> Iterator[None]:
        """Raise `Refused` for an error that the server answered with, and `StorageUnavailable` for all others.

        The message has only the error's class, because boto3's texts contain addresses.
        """
        try:
            yield
        except ClientError as error:
            raise Refused(error) from None
        except (BotoCoreError, HTTPError, HTTPException, OSError) as error:
            raise StorageUnavailable(f"{self.bucket}: {type(error).__name__}") from error


def is_silence(error: StorageUnavailable) -> bool:
    """Return whether the error is a timeout: the server sent nothing."""
    return isinstance(error.__cause__, TimeoutError | SocketTimeout)
