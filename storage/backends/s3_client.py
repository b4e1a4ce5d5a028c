"""Calls of an S3 server: one connection for each process, and an end to each call.

A socket's timeout begins anew with every byte: a server that sends one byte a second would never be late. So
each call has a thread of its own and a time by which it must be done; a thread that is late ends by itself.
"""

import copy
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any, TypeVar

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as SocketTimeout

from storage.backends.base import StorageUnavailable

T = TypeVar("T")
# A call's time grows with what it carries, by the time that a slow but working line needs (bytes a second).
SLOWEST_RATE = 250_000
# Of a multipart upload's end, when the server puts the parts together and says nothing meanwhile.
ASSEMBLE_SECONDS = 120


class Refused(Exception):
    """The server answered with an error. `code` is S3's word for it, or the HTTP status."""

    def __init__(self, error: ClientError):
        self.code = str(error.response.get("Error", {}).get("Code", ""))
        self.status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        super().__init__(f"{self.code} ({self.status})")


class S3Client:
    """Calls of the client of a library's storage, on its bucket. `connect` and `read` are seconds of one of at most
    `attempts` attempts."""

    def __init__(self, storage: S3Storage, *, connect: float, read: float, attempts: int):
        self.storage, self.bucket = storage, storage.bucket_name
        self.connect, self.read, self.attempts = connect, read, attempts
        self.forget()
        # Connections and locks of the parent are not the child's.
        os.register_at_fork(after_in_child=self.forget)

    def forget(self) -> None:
        self.lock = threading.Lock()
        self.clients: dict[float, Any] = {}

    def __call__(self, operation: str, *, size: int = 0, **arguments) -> dict[str, Any]:
        """One call, which carries about `size` bytes. Raises `Refused` and `StorageUnavailable`."""
        seconds = self.attempts * (self.connect + self.read) + size / SLOWEST_RATE
        return self.call(operation, self.read, seconds, arguments)

    def call_slow(self, operation: str, **arguments) -> dict[str, Any]:
        """For a call whose answer takes its time."""
        return self.call(operation, ASSEMBLE_SECONDS, ASSEMBLE_SECONDS, arguments)

    def call(self, operation: str, read: float, seconds: float, arguments: dict) -> dict[str, Any]:
        with self.outages():
            call = getattr(self.client(read), operation)
            return within(seconds, lambda: call(Bucket=self.bucket, **arguments))

    def pages(self, operation: str, page_size: int, **arguments) -> Iterator[dict[str, Any]]:
        """A long list, page by page."""
        with self.outages():
            client = self.client(self.read)
            paginator = client.get_paginator(operation)
            paging = {"PageSize": page_size}
            pages = iter(paginator.paginate(Bucket=self.bucket, PaginationConfig=paging, **arguments))
            seconds = self.attempts * (self.connect + self.read)
            while page := within(seconds, lambda: next(pages, None)):
                yield page

    def client(self, read: float):
        """The client that waits `read` seconds for an answer. Threads share it; the library would make a
        connection for each thread, which takes half a second."""
        with self.lock:
            if read not in self.clients:
                self.clients[read] = self.make_client(read)
            return self.clients[read]

    def make_client(self, read: float):
        # A copy of the library's storage has the same options and no connection yet.
        storage = copy.copy(self.storage)
        storage.client_config = self.storage.client_config.merge(self.config(read))
        return storage.connection.meta.client

    def config(self, read: float) -> Config:
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
        """Whatever goes wrong on the way is an outage. Only its kind is told: boto3's words hold addresses."""
        try:
            yield
        except ClientError as error:
            raise Refused(error) from None
        except (BotoCoreError, HTTPError, HTTPException, OSError) as error:
            raise StorageUnavailable(f"{self.bucket}: {type(error).__name__}") from error


def is_silence(error: StorageUnavailable) -> bool:
    """Return whether the server said nothing in time, which is all that is known then."""
    return isinstance(error.__cause__, TimeoutError | SocketTimeout)


def within(seconds: float, call: Callable[[], T]) -> T:
    """What `call` returns or raises; after `seconds` a TimeoutError."""
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, name="call S3", daemon=True).start()
    return answer.result(seconds)
