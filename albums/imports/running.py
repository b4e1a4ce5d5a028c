"""Add what a plan names, as uploads are added. Whoever runs it again adds what is missing, and nothing twice.

What came in is in the database, so an import needs no memory of its own: the bytes of a file say whether it is there.
"""

import hashlib
import io
import os
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services.rights import RightLost, lock_contributor
from albums import rejections
from albums.films.formats import SNIFF_BYTES
from albums.films.limits import largest_upload, limit_of
from albums.films.source import private_file
from albums.imports import reasons
from albums.imports.planning import Item, Left, Plan
from albums.imports.sidecar_files import Sidecar, read_sidecar
from albums.imports.sources import UNREADABLE, Entry, Unreadable
from albums.models import Album, Motion, Picture
from albums.models.pictures import CAPTION_LENGTH
from albums.services.albums import create_album
from albums.services.order import Sent
from albums.services.uploads import UploadResult, add_picture
from storage.io.lent import Lent
from storage.io.staging import StagedFile

BLOCK = 512 * 1024
OWN_NOTICES = ("caption-long", "place")
TITLE_LENGTH, NAME_LENGTH = 80, 255
# What is over in a moment is tried so often, with a pause between.
PASSING, ATTEMPTS, PAUSE_SECONDS = {"busy", "try-again"}, 5, 1


@dataclass
class Report:
    """How an import went. `stopped` is the code of what ended it early, blank if it came to its end."""

    added: int = 0
    known: int = 0
    left: list[Left] = field(default_factory=list)
    # Codes of `UploadResult.notices` and OWN_NOTICES, of what came in all the same.
    noted: list[Left] = field(default_factory=list)
    stopped: str = ""


class ReadMember(StagedFile):
    """A member as the services of albums take it: in memory if it may be a photo. Raise Unreadable."""

    def __init__(self, entry: Entry, name: str):
        self.is_small = entry.size <= settings.UPLOAD_LIMIT_BYTES
        # Closed by `close`.
        self.plain = (
            os.fdopen(os.memfd_create("import"), "w+b") if self.is_small else private_file(entry.size)
        )
        try:
            size, sha256, refusal = self.fill(entry)
        except UNREADABLE as error:
            self.close()
            raise Unreadable from error
        except BaseException:
            self.close()
            raise
        super().__init__(None, name, size, sha256, refusal)

    def fill(self, entry: Entry) -> tuple[int, str, str]:
        """Copy the bytes. Return their size and SHA-256 (hex), and a refusal if they are too many."""
        digest, size = hashlib.sha256(), 0
        if entry.size > largest_upload():
            return entry.size, "", "too-large"
        with entry.open() as stream:
            limit = 0
            while block := stream.read(BLOCK):
                limit = limit or limit_of(block[:SNIFF_BYTES])
                size += len(block)
                if size > limit:
                    return size, "", "too-large"
                digest.update(block)
                self.plain.write(block)
        self.plain.flush()
        return size, digest.hexdigest(), "" if size else "empty"

    def open_plain(self) -> io.RawIOBase:
        return Lent(self.plain)

    @contextmanager
    def in_memory(self) -> Iterator[Path]:
        if not self.is_small:
            raise OSError("only what may be a photo is in memory")
        yield Path(f"/proc/self/fd/{self.plain.fileno()}")

    def close(self) -> None:
        self.plain.close()


class Import:
    """One run of a plan, by a person, into albums of her family."""

    def __init__(self, person: User, plan: Plan, *, album: str = ""):
        self.person, self.plan, self.album = person, plan, album
        self.report = Report(left=list(plan.left))
        self.albums: dict[str, Album] = {}
        self.named: set[int] = set()

    def run(self, after_each: Callable[[int], None] = lambda done: None) -> Report:
        """Add all files, and return the report. Call `after_each` with how many are done."""
        for done, item in enumerate(self.plan.items, 1):
            try:
                self.add(item)
            except RightLost:
                self.report.stopped = "right-lost"
            if self.report.stopped:
                rest = self.plan.items[done - 1 :]
                self.report.left += [Left(str(each.entry), "not-tried") for each in rest]
                break
            after_each(done)
        return self.report

    def add(self, item: Item) -> None:
        """Add one file, and note what became of it."""
        sidecar = (read_sidecar(item.sidecar) if item.sidecar else None) or Sidecar()
        if sidecar.is_trashed:
            self.report.left.append(Left(str(item.entry), "trashed"))
            return
        try:
            staged = ReadMember(item.entry, item.name[-NAME_LENGTH:])
        except Unreadable:
            self.report.left.append(Left(str(item.entry), "unreadable"))
            return
        try:
            if item.is_loose and self.is_in_named(staged.sha256):
                self.report.known += 1
                return
            self.note(item, sidecar, self.try_to_add(item, sidecar, staged))
        finally:
            staged.close()

    def try_to_add(self, item: Item, sidecar: Sidecar, staged: StagedFile) -> UploadResult:
        title = (self.album or item.album)[:TITLE_LENGTH].strip()
        batch = f"import-{zlib.crc32(f'{item.entry.group}/{item.entry.folder}'.encode()):x}"
        taken = sidecar.taken or item.taken
        sent = Sent(sidecar.caption[:CAPTION_LENGTH], batch, item.place, taken=taken)
        result = UploadResult(staged.name, "rejected", reason=staged.refusal)
        for attempt in range(0 if staged.refusal else ATTEMPTS):
            time.sleep(PAUSE_SECONDS if attempt else 0)
            album = self.find_album(title, is_named=not item.is_loose)
            result = add_picture(person=self.person, album=album, staged=staged, sent=sent)
            if result.reason not in PASSING:
                break
            self.albums.pop(title, None)
        return result

    def note(self, item: Item, sidecar: Sidecar, result: UploadResult) -> None:
        name = str(item.entry)
        if result.status == "rejected":
            if result.reason in reasons.STOPPING:
                self.report.stopped = result.reason
            else:
                self.report.left.append(Left(name, result.reason))
            return
        if result.status == "duplicate":
            self.report.known += 1
            return
        self.report.added += 1
        more = [("caption-long", len(sidecar.caption) > CAPTION_LENGTH), ("place", sidecar.place is not None)]
        codes = [*result.notices, *(code for code, is_so in more if is_so)]
        self.report.noted += [Left(name, code) for code in codes]

    def is_in_named(self, sha256: str) -> bool:
        """Tell whether one of the archive's albums has this file, as a picture or as the film of one."""
        return (
            Picture.objects.filter(album__in=self.named, sha256=sha256).exists()
            or Motion.objects.filter(file__sha256=sha256, picture__album__in=self.named).exists()
        )

    def find_album(self, title: str, *, is_named: bool) -> Album:
        """Return the family's album of this title, a new one if it has none."""
        album = self.albums.get(title)
        if album is None:
            album = self.albums[title] = find_or_create(self.person, title)
        if is_named:
            self.named.add(album.pk)
        return album


def find_or_create(person: User, title: str) -> Album:
    """Return an album of the person's family. Two imports at once make one: they lock the family. Raise RightLost."""
    with transaction.atomic():
        lock_contributor(person)
        own = Album.objects.filter(family_id=person.family_id, trashed_at=None, delete_requested_at=None)
        # Titles are encrypted, so the database cannot look for one.
        for album in own.order_by("pk"):
            if album.title == title:
                return album
        return create_album(person=person, title=title, description="")


def notice(code: str) -> str:
    """Return the sentence for a code of `Report.noted`."""
    return reasons.explain(code) if code in OWN_NOTICES else rejections.notify(code)
