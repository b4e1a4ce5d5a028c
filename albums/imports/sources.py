"""List what is in folders and zips, and open one file of them at a time."""

import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from albums.imports.eocd import count_members
from albums.imports.limits import MOST_MEMBERS, MOST_RATIO, RATIO_FROM_BYTES
from albums.imports.names import clean
from albums.imports.salvage import open_member, walk

# "takeout-20240101T000000Z-003", or "-2-003": the parts of one export are one tree.
PART = re.compile(r"(?:[-_ ]\d{1,3}){1,2}$")
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 1
# What reading a broken member raises: of zipfile (NotImplementedError: an unknown compression), zlib and the disk.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


class Unreadable(Exception):
    """A member's bytes are not what the archive says, or cannot be read."""


@dataclass(slots=True)
class Entry:
    """A file of a source. `path` is its cleaned name within the tree, `group` names the tree.

    `refusal` is a code of `reasons.py`, blank if it can be read.
    """

    source: "Folder | Zip"
    path: str
    size: int
    group: str
    member: "zipfile.ZipInfo | str"
    refusal: str = ""

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def __str__(self) -> str:
        return f"{self.source.path.name}: {self.path}"

    def open(self) -> BinaryIO:
        """Return the bytes as a stream. Raise one of UNREADABLE."""
        return self.source.open(self)

    def read(self, limit: int) -> bytes:
        """Return the whole file. Raise Unreadable, also if it is longer than `limit` bytes."""
        try:
            with self.open() as stream:
                data = stream.read(limit + 1)
        except UNREADABLE as error:
            raise Unreadable from error
        if len(data) > limit:
            raise Unreadable
        return data


class Folder:
    """The files below a folder. Links are not followed: they may lead anywhere."""

    def __init__(self, path: Path):
        self.path = path

    def entries(self) -> Iterator[Entry]:
        """Yield each file. Zips directly in the folder are sources of their own (`open_sources`)."""
        for root, folders, files in os.walk(self.path):
            folders.sort()
            for name in sorted(files):
                path = Path(root, name)
                if path.parent != self.path or not is_zip(path):
                    yield self.entry(path)

    def entry(self, path: Path) -> Entry:
        shown = (
            path.relative_to(self.path).as_posix().encode(errors="surrogateescape").decode(errors="replace")
        )
        refusal = "link" if path.is_symlink() or not path.is_file() else ""
        size = 0 if refusal else path.stat().st_size
        return Entry(self, clean(shown) or shown, size, group_of(self.path), str(path), refusal)

    def open(self, entry: Entry) -> BinaryIO:
        return Path(str(entry.member)).open("rb")


class Zip:
    """The members of a zip. Raise one of UNREADABLE if it cannot be opened."""

    def __init__(self, path: Path):
        if count_members(path) > MOST_MEMBERS:
            raise ValueError("too many members")
        self.path = path
        self.archive = zipfile.ZipFile(path)

    def members(self) -> list[zipfile.ZipInfo]:
        return self.archive.infolist()

    def entries(self) -> Iterator[Entry]:
        """Yield each member that is a file, those that are refused too."""
        for info in self.members():
            if not info.is_dir():
                shown = name_of(info)
                path = clean(shown)
                refusal = refusal_of(info) if path else "unsafe-name"
                yield Entry(self, path or ascii(shown), info.file_size, group_of(self.path), info, refusal)

    def open(self, entry: Entry) -> BinaryIO:
        return cast(BinaryIO, self.archive.open(cast(zipfile.ZipInfo, entry.member)))


class CutZip(Zip):
    """A zip without its directory. Raise BadZipFile if there is no member in it either."""

    def __init__(self, path: Path):
        self.path, self.found = path, list(walk(path))
        if not self.found:
            raise zipfile.BadZipFile
        self.starts = {id(info): start for info, start in self.found}

    def members(self) -> list[zipfile.ZipInfo]:
        return [info for info, _ in self.found]

    def open(self, entry: Entry) -> BinaryIO:
        info = cast(zipfile.ZipInfo, entry.member)
        return open_member(self.path, info, self.starts[id(info)])


def name_of(info: zipfile.ZipInfo) -> str:
    """Return a member's name. Old programs write that of their Windows, in Korea code page 949, without saying so."""
    if info.flag_bits & UTF8_FLAG:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def refusal_of(info: zipfile.ZipInfo) -> str:
    """Return why a member is not opened, by what the archive declares of it. Blank if it is."""
    if info.flag_bits & ENCRYPTED_FLAG:
        return "encrypted"
    is_link = info.external_attr >> 28 == 0xA
    if is_link:
        return "link"
    is_bomb = info.file_size > RATIO_FROM_BYTES and info.file_size > MOST_RATIO * info.compress_size
    return "bomb" if is_bomb else ""


def is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip" and path.is_file()


def group_of(path: Path) -> str:
    """Return the name that the parts of one export share."""
    stem = path.stem if is_zip(path) else path.name
    return PART.sub("", stem) or stem


def open_sources(paths: list[Path]) -> tuple[list[Folder | Zip], list[tuple[Path, str]]]:
    """Return the sources of paths, in the order of their names, and a code of `reasons.py` for each bad archive."""
    sources: list[Folder | Zip] = []
    bad: list[tuple[Path, str]] = []
    for path in dict.fromkeys(each.resolve() for each in sorted(paths)):
        if path.is_dir():
            sources.append(Folder(path))
        for archive in sorted(path.iterdir()) if path.is_dir() else [path]:
            if not path.is_dir() or is_zip(archive):
                open_zip(archive, sources, bad)
    return sources, bad


def open_zip(path: Path, sources: list, bad: list[tuple[Path, str]]) -> None:
    """Add a zip to the sources, what is left of it if it was cut."""
    try:
        sources.append(Zip(path))
    except zipfile.BadZipFile:
        salvage(path, sources, bad)
    except UNREADABLE:
        bad.append((path, "broken-archive"))


def salvage(path: Path, sources: list, bad: list[tuple[Path, str]]) -> None:
    try:
        sources.append(CutZip(path))
        bad.append((path, "cut-archive"))
    except UNREADABLE:
        bad.append((path, "broken-archive"))
