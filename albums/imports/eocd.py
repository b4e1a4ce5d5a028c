"""How many members a zip may have, before `zipfile` reads all their names into memory (APPNOTE.TXT, 4.3.14 to 16)."""

import os
from pathlib import Path

END, LOCATOR, END_64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
# The last record has 22 bytes and a comment, and the locator of ZIP64 stands before it.
TAIL, LOCATOR_BYTES = 22 + 65_535 + 20, 20
# One member's name takes at least so much of the directory.
LEAST_BYTES = 46


def count_members(path: Path) -> int:
    """Return the most members that a zip's directory can have by its length. 0 if no end of a directory is found."""
    with path.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - TAIL))
        tail = file.read()
        at = tail.rfind(END)
        if at < 0:
            return 0
        size = int.from_bytes(tail[at + 12 : at + 16], "little")
        if tail[max(0, at - LOCATOR_BYTES) : at].startswith(LOCATOR):
            file.seek(min(length, int.from_bytes(tail[at - 12 : at - 4], "little")))
            record = file.read(48)
            size = int.from_bytes(record[40:48], "little") if record.startswith(END_64) else size
    return size // LEAST_BYTES
