"""Answering a request with a stored file: whole, in part, or "you have it already"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from picup.encryption.keyring import UnknownKey
from picup.encryption.segments import Damaged
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.copies import CopyMissing, read_whole
from storage.models import StoredFile
from storage.reading import BLOCK, FileLost, FileReader, open_file

YEAR = 365 * 24 * 3600
# Derivatives are; what is larger is sent in blocks.
SMALL = 1024 * 1024
# One range (RFC 9110, 14.1.2). Of several, the whole file is a right answer too.
RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


class Unsatisfiable(Exception):
    """The range begins after the end."""


class BlockResponse(FileResponse):
    block_size = BLOCK


class Part:
    """The next `length` bytes of a file, as a file that a response closes."""

    def __init__(self, reader: FileReader, length: int):
        self.reader, self.left = reader, length

    def read(self, size: int) -> bytes:
        part = self.reader.read(min(size, self.left)) or b""
        self.left -= len(part)
        return part

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.read(BLOCK), b"")

    def close(self) -> None:
        self.reader.close()


def send_file(request, file: StoredFile, download_as: str = "") -> HttpResponseBase:
    """The file, to be kept by the reader's own browser: what is under an address never changes."""
    etag = f'"{file.sha256}"'
    try:
        response = answer(request, file, etag, download_as)
    except FileLost:
        # Never cached: the next request may find it again.
        return HttpResponse(status=503, content_type="text/plain", headers={"Cache-Control": "no-store"})
    response["ETag"] = etag
    set_headers(response)
    return response


def set_headers(response: HttpResponseBase) -> None:
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    # A file opened by its own address must never run anything, whatever it holds.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ["Cookie"])


class SmallFile(NamedTuple):
    """The columns of a `StoredFile` that reading it needs."""

    key: str
    size: int
    sha256: str
    key_id: str
    content_type: str


def send_small(file: SmallFile) -> HttpResponse | None:
    """The whole file in one piece, from the main storage. None where it is too large for that, or anything is not
    as it should be: `send_file` finds out what, and sees to it."""
    if file.size > SMALL or not file.key_id:
        return None
    [backend, *_] = get_backends().values()
    try:
        content = read_whole(backend, file.key, file.size)
    except (CopyMissing, Damaged, StorageUnavailable, UnknownKey):
        return None
    headers = {"Content-Length": str(file.size), "ETag": f'"{file.sha256}"'}
    response = HttpResponse(content, content_type=file.content_type, headers=headers)
    set_headers(response)
    return response


def answer(request, file: StoredFile, etag: str, download_as: str) -> HttpResponseBase:
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in tags or tags == ["*"]:
        return HttpResponseNotModified()
    try:
        wanted = asked_range(request, file.size, etag)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    start, end = wanted or (0, file.size)
    response = BlockResponse(
        Part(open_file(file, start), end - start),
        status=206 if wanted else 200,
        content_type=file.content_type,
        as_attachment=bool(download_as),
        filename=download_as,
    )
    response["Content-Length"] = str(end - start)
    if wanted:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    return response


def asked_range(request, size: int, etag: str) -> tuple[int, int] | None:
    """First byte and the one after the last, or None for the whole. Raises `Unsatisfiable`."""
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not match or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if not first:
        if not last:
            return None
        start, end = max(0, size - clip(last, size)), size
    else:
        start, end = clip(first, size), min(size, clip(last, size) + 1) if last else size
        if last and clip(last, size) < start < size:
            return None  # "5-2" is no range at all.
    if start >= end:
        raise Unsatisfiable
    return start, end


def clip(digits: str, size: int) -> int:
    """A number of any length, without the cost of one."""
    return int(digits) if len(digits) < 20 else size
