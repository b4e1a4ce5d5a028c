"""Answering a request with a stored file: whole, in part, or "you have it already"."""

import re
from collections.abc import Iterator

from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, parse_etags

from storage.io.reader import BLOCK, FileLost, FileReader, open_file, read_small
from storage.models import StoredFile

# One range (RFC 9110, 14.1.2). To several ranges the whole file is a valid answer too.
RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


class Unsatisfiable(Exception):
    """The range begins after the end of the file."""


class BlockResponse(FileResponse):
    """A streaming response that reads one block of segments at a time."""

    block_size = BLOCK


class FileRange:
    """The next `length` bytes of an open file, as a file that a response reads and closes."""

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


def send_file(
    request, file: StoredFile, *, download_as: str = "", keep_seconds: int = 0, part_bytes: int = 0
) -> HttpResponseBase:
    """Return a stored file as a response, or the range of it that the request asks for.

    With `download_as`, the browser saves it under that name. The caller has checked who may see it. The bytes at an
    address never change, so the person's own browser may keep them for `keep_seconds`. It must not keep a refusal: the
    next request may succeed. With `part_bytes`, a range is answered with so many bytes at most (RFC 9110, 15.3.7): a
    player asks for the rest when it needs it, and meanwhile no thread waits.
    """
    etag = f'"{file.sha256}"'
    response = make_response(request, file, etag, download_as, part_bytes)
    response["Accept-Ranges"] = "bytes"
    # A file opened by its own address must never run anything, whatever it holds.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ["Cookie"])
    if response.status_code < 400:
        response["ETag"] = etag
    is_kept = keep_seconds and response.status_code < 400
    response["Cache-Control"] = f"private, max-age={keep_seconds}, immutable" if is_kept else "no-store"
    return response


def make_response(
    request, file: StoredFile, etag: str, download_as: str, part_bytes: int = 0
) -> HttpResponseBase:
    """Return a response with status 200, 206, 304, 416, or 503 if no storage has the file now."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in tags or tags == ["*"]:
        return HttpResponseNotModified()
    try:
        wanted = parse_range(request, file.size, etag)
        if wanted and part_bytes:
            wanted = wanted[0], min(wanted[1], wanted[0] + part_bytes)
        response = send_range(file, *wanted) if wanted else send_whole(file)
    except Unsatisfiable:
        return HttpResponse(
            status=416, content_type="text/plain", headers={"Content-Range": f"bytes */{file.size}"}
        )
    except FileLost:
        return HttpResponse(status=503, content_type="text/plain")
    if download_as:
        response["Content-Disposition"] = content_disposition_header(True, download_as)
    return response


def send_range(file: StoredFile, start: int, end: int) -> HttpResponseBase:
    """Stream the bytes from `start` up to, and without, `end`. Raise `FileLost`."""
    response = stream(file, start, end, status=206)
    response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    return response


def send_whole(file: StoredFile) -> HttpResponseBase:
    """Send a small file in one piece, and stream a large one. Raise `FileLost`."""
    content = read_small(file)
    if content is None:
        return stream(file, 0, file.size, status=200)
    response = HttpResponse(content, content_type=file.content_type)
    response["Content-Length"] = str(file.size)
    return response


def stream(file: StoredFile, start: int, end: int, *, status: int) -> BlockResponse:
    """Return a response that reads the bytes from `start` to `end` while it is sent. Raise `FileLost`."""
    file_range = FileRange(open_file(file, start), end - start)
    response = BlockResponse(file_range, status=status, content_type=file.content_type)
    response["Content-Length"] = str(end - start)
    return response


def parse_range(request, size: int, etag: str) -> tuple[int, int] | None:
    """Return the first byte of the requested range and the one after its last, or None for the whole file.

    Ignore what is no single range of bytes, as RFC 9110 (14.2) allows. Raise `Unsatisfiable`.
    """
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not match or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if not first:
        if not last:
            return None
        start, end = max(0, size - parse_number(last, size)), size
    else:
        start, end = parse_number(first, size), min(size, parse_number(last, size) + 1) if last else size
        if last and parse_number(last, size) < start < size:
            return None  # "5-2" is no range at all.
    if start >= end:
        raise Unsatisfiable
    return start, end


def parse_number(digits: str, size: int) -> int:
    """Return the number, or `size` for one of 20 digits or more, which is larger than every file.

    Parsing a header's worth of digits would cost much time.
    """
    return int(digits) if len(digits) < 20 else size
