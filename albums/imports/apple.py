"""Read the tables of Apple's export: the moments of photos by name, and the names in each album."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

from albums.imports.limits import TABLE_BYTES
from albums.imports.names import kind_of
from albums.imports.sources import Entry, Unreadable

NAME, TAKEN = "imgName", "originalCreationDate"
# "Tuesday May 21,2019 9:03 PM GMT". The names of months are English in every export.
FORMAT = "%B %d,%Y %I:%M %p GMT"


class Tables:
    """What the tables of one export say. A name that two photos have is nobody's: `taken` does not have it."""

    def __init__(self) -> None:
        self.taken: dict[str, datetime] = {}
        self.albums: dict[str, list[str]] = {}
        self.doubtful: set[str] = set()

    def read(self, entry: Entry) -> bool:
        """Read a table. Return False if it is none of Apple's, or cannot be read."""
        try:
            text = entry.read(TABLE_BYTES).decode("utf-8-sig")
            rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if row]
        except (Unreadable, UnicodeDecodeError, csv.Error):
            return False
        head, body = (rows[0], rows[1:]) if rows else ([], [])
        if NAME in head and TAKEN in head:
            self.note_moments(
                (row[head.index(NAME)], row[head.index(TAKEN)]) for row in body if len(row) == len(head)
            )
            return True
        if len(head) != 1 or not body or not all(kind_of(row[0]) in ("photo", "film") for row in body):
            return False
        for [name] in body:
            self.albums.setdefault(name, []).append(entry.name.rpartition(".")[0])
        return True

    def note_moments(self, rows: Iterable[tuple[str, str]]) -> None:
        for name, text in rows:
            moment = read_moment(text)
            if moment is None or name in self.doubtful:
                continue
            if self.taken.setdefault(name, moment) != moment:
                self.doubtful.add(name)
                del self.taken[name]


def read_moment(text: str) -> datetime | None:
    try:
        # The day of the week says nothing more.
        return datetime.strptime(text.partition(" ")[2], FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
