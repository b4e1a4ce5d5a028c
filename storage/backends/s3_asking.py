"""Asking an S3 server: one client for each process, every timeout in its constructor, an end to each call.

A socket's timeout begins anew with every byte: a server that sends one byte a second would never be late. So
each call has a thread of its own and a time by which it must be done; a thread that is late ends by itself.
"""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

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


class Asking:
    """Calls of boto3's client on one bucket. Credentials are the environment's, as boto3 reads them."""

    def __init__(
        self, bucket: str, *, endpoint_url: str, region: str, connect: float, read: float, attempts: int
    ):
        self.bucket, self.endpoint_url, self.region = bucket, endpoint_url, region
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
        return self.ask(operation, self.read, seconds, arguments)

    def patiently(self, operation: str, **arguments) -> dict[str, Any]:
        """For a call whose answer takes its time."""
        return self.ask(operation, ASSEMBLE_SECONDS, ASSEMBLE_SECONDS, arguments)

    def ask(self, operation: str, read: float, seconds: float, arguments: dict) -> dict[str, Any]:
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
        with self.lock:
            if read not in self.clients:
                self.clients[read] = self.make_client(read)
            return self.clients[read]

    def make_client(self, read: float):
        config = Config(
            signature_version="s3v4",
            # A server of one's own seldom has a name for each bucket.
            s3={"addressing_style": "path" if self.endpoint_url else "auto"},
            connect_timeout=self.connect,
            read_timeout=read,
            max_pool_connections=32,
            retries={"mode": "standard", "total_max_attempts": self.attempts},
            # Newer checksums are sent in a form that servers other than Amazon's may not know. Content-MD5,
            # which each write gives, is verified by all of them.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        session = boto3.session.Session()
        endpoint = self.endpoint_url or None
        return session.client("s3", region_name=self.region, endpoint_url=endpoint, config=config)

    @contextmanager
    def outages(self) -> Iterator[None]:
        """Whatever goes wrong on the way is an outage. Only its kind is told: boto3's words hold addresses."""
        try:
            yield
        except ClientError as error:
            raise Refused(error) from None
        except (BotoCoreError, HTTPError, HTTPException, OSError) as error:
            raise StorageUnavailable(f"{self.bucket}: {type(error).__name__}") from error


def within(seconds: float, call: Callable[[], T]) -> T:
    """What `call` returns or raises; after `seconds` a TimeoutError."""
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, name="ask S3", daemon=True).start()
    return answer.result(seconds)
