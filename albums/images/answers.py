"""Read what the child process answers. It has parsed untrusted bytes, so that its answer may be the file's own.

What makes no sense is a `ValueError`, `TypeError` or `KeyError`.
"""

import re
from pathlib import Path
from typing import Any

from albums.images.apple import read_identifier
from albums.images.dates import is_possible
from albums.images.errors import REASONS, DecoderDied, NoSandbox, Refused
from albums.images.formats import CONTENT_TYPES
from albums.images.results import CONTENT_TYPE, NOTICES, Derived, Examined

MOST_PIXELS = 2**31 - 1
MOST_LETTERS = 2000
FINGERPRINT = re.compile("([0-9a-f]{64})?")


def read_done(answer: dict) -> Any:
    """Return what a job has done.

    Raise Refused, DecoderDied, OSError, NoSandbox, or RuntimeError for a bug of the child.
    """
    if "done" in answer:
        return answer["done"]
    if "died" in answer:
        raise DecoderDied("killed", f"ended with {text(answer['died'])}")
    if "refused" in answer:
        reason, detail = answer["refused"]
        raise Refused(REASONS[REASONS.index(reason)], text(detail))
    if "no_sandbox" in answer:
        raise NoSandbox(
            "DECODER_SANDBOX=strict, and this system lacks " + text(", ".join(answer["no_sandbox"]))
        )
    if "os_error" in answer:
        number, words = answer["os_error"]
        raise OSError(whole(number), text(words))
    raise RuntimeError(f"the decoder has a bug:\n{text(answer['error'])}")


def read_examined(found: dict) -> Examined:
    """Return what was found out about a file."""
    return Examined(
        format=found["format"],
        content_type=CONTENT_TYPES[found["format"]],
        width=whole(found["width"]),
        height=whole(found["height"]),
        taken=read_taken(found["taken"]),
        has_gps=found["has_gps"] is True,
        notices=[NOTICES[NOTICES.index(notice)] for notice in found["notices"]],
        content_id=read_identifier(text(found["content_id"])),
        fingerprint=read_fingerprint(found["fingerprint"]),
    )


def read_taken(parts: list | None) -> tuple[int, ...] | None:
    if parts is None:
        return None
    taken = tuple(int(part) for part in parts)
    if not is_possible(taken):
        raise ValueError("no time")
    return taken


def read_fingerprint(value: Any) -> str:
    if not FINGERPRINT.fullmatch(value):
        raise ValueError("no fingerprint")
    return value


def read_derived(done: list, paths: dict[str, Path]) -> list[Derived]:
    """Return the derivatives that were written to `paths`, by variant."""
    derived = [
        Derived(variant, str(paths[variant]), whole(width), whole(height), CONTENT_TYPE)
        for variant, width, height in done
    ]
    if {each.variant for each in derived} != set(paths):
        raise ValueError("not every variant")
    return derived


def whole(value: Any) -> int:
    if not isinstance(value, int) or not 0 < value <= MOST_PIXELS:
        raise ValueError("no number")
    return value


def text(value: Any) -> str:
    return str(value)[:MOST_LETTERS]
