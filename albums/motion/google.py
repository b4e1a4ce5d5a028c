"""What the XMP of a photo says of a film behind it.

Source: Android, "Motion Photo format 1.0": `MotionPhoto="1"`, and a directory of what lies in the file, in its order,
with lengths. Until 2018: `MicroVideo="1"`, and `MicroVideoOffset`, counted from the end of the file. The packet is
searched, never parsed: a parser would expand entities. Prefixes are the writer's own.
"""

import re
from collections.abc import Iterator

from albums.motion.span import Span, span_in

# A property, as an attribute or as an element. No number of repetitions is unbounded.
PROPERTY = rb"""(?<![/\w.-])[\w.-]{1,40}:(%s)(?:\s{0,9}=\s{0,9}["']|>)\s{0,9}([^<"'>\s]{1,40})"""
FLAG = re.compile(PROPERTY % rb"MotionPhoto|MicroVideo")
OFFSET = re.compile(PROPERTY % rb"MicroVideoOffset")
# Of an entry of the directory.
ENTRY = re.compile(PROPERTY % rb"Mime|Semantic|Length|Padding")
ENTRIES = 40


def is_motion(packet: bytes) -> bool:
    """Return whether a packet says that a film is in the file."""
    return any(value == b"1" for _, value in FLAG.findall(packet))


def places(data: bytes, packet: bytes) -> Iterator[Span]:
    """Yield where in the file a packet says that the film is."""
    for length in lengths(packet):
        before_end = span_in(data, len(data) - length, len(data))
        if before_end:
            yield before_end


def lengths(packet: bytes) -> Iterator[int]:
    """Yield how many bytes before the end of the file the film may begin, as the directory says or the offset."""
    entries = directory(packet)
    for at, entry in enumerate(entries):
        if entry.get("Semantic") == b"MotionPhoto":
            behind = [entry, *entries[at + 1 :]]
            lengths_alone = sum(number(one.get("Length", b"")) for one in behind)
            yield lengths_alone
            # Some writers count the padding of what comes before, some do not.
            yield lengths_alone + sum(number(one.get("Padding", b"")) for one in behind)
    yield from (number(value) for _, value in OFFSET.findall(packet)[:ENTRIES])


def directory(packet: bytes) -> list[dict[str, bytes]]:
    """Return the entries of the directory, in its order. A property that comes again begins the next one."""
    entries: list[dict[str, bytes]] = [{}]
    for name, value in ENTRY.findall(packet):
        if name.decode() in entries[-1]:
            if len(entries) == ENTRIES:
                break
            entries.append({})
        entries[-1][name.decode()] = value
    return entries


def number(text: bytes) -> int:
    """Return a whole number. 0 for what is none, or longer than any file's."""
    return int(text) if text.isdigit() and len(text) < 12 else 0
