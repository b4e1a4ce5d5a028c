"""Splitting chunks of any length into parts, as requests of S3 carry them, each with its MD5."""

import base64
import hashlib
import io
from collections.abc import Iterable, Iterator

# Bytes of a part. S3 takes ten thousand parts, so the largest file is 80 GB.
PART = 8 * 1024 * 1024


def split(chunks: Iterable[bytes]) -> Iterator[io.BytesIO]:
    """Yield the bytes in parts of PART, the last one shorter. Yield one empty part if there are none.

    Every part is the same buffer: be done with a part before you take the next.
    """
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
    """Return the arguments of a request that carries `part`. `size` is for `S3Client`, which computes a deadline."""
    digest = hashlib.md5(part.getbuffer(), usedforsecurity=False).digest()
    return {"Body": part, "ContentMD5": base64.b64encode(digest).decode(), "size": size_of(part)}
