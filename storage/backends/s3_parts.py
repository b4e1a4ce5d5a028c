"""Bytes of any chunks as requests carry them: in parts, each with its MD5."""

import base64
import hashlib
import io
from collections.abc import Iterable, Iterator

# S3 takes ten thousand of them: 80 GB.
PART = 8 * 1024 * 1024


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
