"""Read what a client says in headers. All of it is hostile: what is not exactly as the protocol has it is refused."""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from albums.models.pictures import CAPTION_LENGTH
from albums.resumable.refusals import Refusal
from albums.services.order import Sent, read_batch, read_place
from picup.core.public_ids import PublicIdConverter
from storage.io.file_names import clean_name

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration,checksum"
ALGORITHMS = ("sha1", "sha256", "md5")
CONTENT_TYPE = "application/offset+octet-stream"
# SQL's BIGINT has 19 digits.
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
METADATA_BYTES = 16 * 1024
# For a file whose sender names none.
NAMELESS = "photo"


@dataclass(frozen=True)
class Metadata:
    """What is said of a file when its upload is created. `album` is a public id."""

    album: str
    name: str
    sent: Sent


def read_number(request, header: str) -> int:
    """Return a header's number of bytes. Raise Refusal if it is missing or none."""
    text = request.headers.get(header, "")
    if not NUMBER.fullmatch(text):
        raise Refusal("bad-request", f"{header} must be a number of bytes")
    return int(text)


def read_length(request) -> int:
    """Return `Upload-Length`. A length that is told later is refused, as OPTIONS says."""
    if "Upload-Defer-Length" in request.headers:
        raise Refusal("bad-request", "Upload-Defer-Length is not supported: send Upload-Length")
    return read_number(request, "Upload-Length")


def read_content_length(request) -> int | None:
    """Return how long the body says it is. None: it comes in chunks, and ends where it ends."""
    if "Transfer-Encoding" in request.headers:
        return None
    text = request.headers.get("Content-Length") or "0"
    if not NUMBER.fullmatch(text):
        raise Refusal("bad-request", "Content-Length must be a number of bytes")
    return int(text)


def check_content_type(request) -> None:
    """Raise Refusal unless the body is a piece of a file."""
    if request.content_type != CONTENT_TYPE:
        raise Refusal("content-type", f"Content-Type must be {CONTENT_TYPE}")


def read_metadata(header: str) -> Metadata:
    """Return what `Upload-Metadata` says. Keys that nobody here knows are ignored. Raise Refusal."""
    values = split_metadata(header)
    album = values.get("album", "")
    if not re.fullmatch(PublicIdConverter.regex, album, re.ASCII):
        raise Refusal("bad-request", "Upload-Metadata must have the id of an `album`")
    caption = " ".join(values.get("caption", "").replace("\0", "").split())[:CAPTION_LENGTH]
    sent = Sent(caption, read_batch(values.get("batch", "")), read_place(values.get("place", "")))
    return Metadata(album, clean_name(values.get("filename", "")) or NAMELESS, sent)


def split_metadata(header: str) -> dict[str, str]:
    """Return the values of `Upload-Metadata` by key: `key base64, key base64, key`."""
    if len(header) > METADATA_BYTES:
        raise Refusal("bad-request", "Upload-Metadata is too long")
    values: dict[str, str] = {}
    for pair in header.split(",") if header.strip() else ():
        key, _, encoded = pair.strip(" ").partition(" ")
        if not key or not key.isascii() or not key.isprintable() or key in values:
            raise Refusal("bad-request", "Upload-Metadata has a key that is blank, not ASCII, or there twice")
        values[key] = decode(encoded)
    return values


def decode(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise Refusal("bad-request", "A value of Upload-Metadata is not UTF-8 in base64") from error


class Checksum:
    """What `Upload-Checksum` says of a body."""

    def __init__(self, algorithm: str, expected: bytes):
        # The client chose the algorithm, against a line that changes bytes: nothing here is kept safe by it.
        self.digest: Any = hashlib.new(algorithm, usedforsecurity=False)
        self.expected = expected

    def update(self, data: bytes) -> None:
        self.digest.update(data)

    def check(self) -> None:
        """Raise Refusal unless the bytes are those that were sent."""
        if self.digest.digest() != self.expected:
            raise Refusal("checksum")


def read_checksum(request) -> Checksum | None:
    """Return the checksum of the body, or None if the client sends none. Raise Refusal for one that nobody knows."""
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _, encoded = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Refusal("bad-request", f"Upload-Checksum must be one of {', '.join(ALGORITHMS)}")
    try:
        expected = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refusal("bad-request", "Upload-Checksum is not base64") from error
    checksum = Checksum(algorithm, expected)
    if len(expected) != checksum.digest.digest_size:
        raise Refusal("bad-request", "Upload-Checksum has the wrong length")
    return checksum


def as_header(value: dict) -> str:
    """Return JSON for a header: ASCII, on one line."""
    return json.dumps(value, ensure_ascii=True)
