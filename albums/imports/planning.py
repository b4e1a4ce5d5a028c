"""Say which file of an archive becomes which picture of which album, before any is added.

The plan has a few hundred bytes for each file; photos are read when they are added.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from albums.imports import sidecars
from albums.imports.apple import Tables
from albums.imports.names import kind_of
from albums.imports.sidecar_files import Sidecar, read_sidecar
from albums.imports.sources import Entry, Folder, Zip, open_sources
from albums.services.order import PLACES, natural_key

# Folders that Google names by the year, in any language, and by what it shows of itself.
YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
MEMORIES = re.compile(r"(?:^|/)(?:Memories|추억)(?:/|$)", re.IGNORECASE)
TRASH = re.compile(r"(?:^|/)(?:Trash|Bin|휴지통|Papierkorb|Corbeille)(?:/|$)")
# Files of Google's that are about no photo.
ACCOUNT = ("shared_album_comments.json", "print-subscriptions.json", "user-generated-memory-titles.json")


@dataclass(slots=True)
class Item:
    """A file that becomes a picture of an album. `is_loose`: only if no other album of the archive has it.

    `taken` is what a table says, `sidecar` the JSON that is about it.
    """

    entry: Entry
    name: str
    album: str
    is_loose: bool = False
    sidecar: Entry | None = None
    taken: datetime | None = None
    place: int = 0


@dataclass(slots=True)
class Left:
    """A file that does not come in: its name, and a code of `reasons.py` or albums/rejections.py."""

    name: str
    reason: str


@dataclass
class Plan:
    items: list[Item] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


@dataclass
class Shelf:
    """One folder of an archive, of all its parts."""

    media: list[Entry] = field(default_factory=list)
    jsons: dict[str, Entry] = field(default_factory=dict)
    found: dict[int, Entry] = field(default_factory=dict)
    title: str = ""


def make_plan(paths: list[Path]) -> Plan:
    """Return the plan for folders and zips, in whatever order their parts come."""
    sources, bad = open_sources(paths)
    plan = Plan(left=[Left(path.name, reason) for path, reason in bad])
    shelves: dict[tuple[str, str], Shelf] = defaultdict(Shelf)
    tables: dict[str, Tables] = defaultdict(Tables)
    for source in sources:
        sort_source(source, shelves, tables, plan)
    for shelf in shelves.values():
        match(shelf, plan)
    google = {group for (group, _), shelf in shelves.items() if shelf.found or shelf.title}
    for (group, folder), shelf in sorted(shelves.items()):
        add_items(plan, shelf, group, folder, is_google=group in google, tables=tables[group])
    plan.items.sort(key=lambda item: item.is_loose)
    return plan


def sort_source(
    source: Folder | Zip, shelves: dict[tuple[str, str], Shelf], tables: dict[str, Tables], plan: Plan
) -> None:
    """Put each file of a source where it belongs, or among what is left."""
    for entry in source.entries():
        kind, shelf = kind_of(entry.path), shelves[entry.group, entry.folder]
        if entry.refusal:
            plan.left.append(Left(str(entry), entry.refusal))
        elif kind in ("photo", "film"):
            shelf.media.append(entry)
        elif kind == "json" and entry.name not in ACCOUNT and entry.name not in shelf.jsons:
            shelf.jsons[entry.name] = entry
        elif kind != "table" or not tables[entry.group].read(entry):
            plan.left.append(Left(str(entry), "nested" if kind == "archive" else "other"))


def match(shelf: Shelf, plan: Plan) -> None:
    """Find the sidecar of each photo and film of a folder, and the title of its album."""
    index = sidecars.index(list(shelf.jsons))
    read: dict[str, Sidecar] = {}

    def read_once(name: str) -> Sidecar:
        if name not in read:
            read[name] = read_sidecar(shelf.jsons[name]) or Sidecar()
        return read[name]

    photos = {entry.name for entry in shelf.media if kind_of(entry.name) == "photo"}
    for at, entry in enumerate(shelf.media):
        name = sidecars.find(entry.name, index, lambda name: read_once(name).title)
        photo = partner_of(entry, photos)
        if not name and photo:
            name = sidecars.find(photo, index, lambda name: read_once(name).title)
        if name:
            shelf.found[at] = shelf.jsons[name]
    used = {entry.name for entry in shelf.found.values()}
    for name in sorted(shelf.jsons.keys() - used):
        settle_json(shelf, name, read_once(name), plan)


def settle_json(shelf: Shelf, name: str, sidecar: Sidecar, plan: Plan) -> None:
    """Make a JSON that no photo found the album's, that of the photo which it names, or one that is left."""
    if sidecar.title and not sidecar.is_photo and not shelf.title:
        shelf.title = sidecar.title
        return
    title = sidecars.as_file_name(sidecar.title)
    for at, entry in enumerate(shelf.media):
        if sidecar.is_photo and at not in shelf.found and entry.name == title:
            shelf.found[at] = shelf.jsons[name]
            return
    plan.left.append(Left(str(shelf.jsons[name]), "sidecar-alone" if sidecar.is_photo else "other"))


def partner_of(entry: Entry, photos: set[str]) -> str | None:
    """Return the name of the photo with which a film was taken."""
    return sidecars.photo_of_film(entry.name, photos) if kind_of(entry.name) == "film" else None


def add_items(plan: Plan, shelf: Shelf, group: str, folder: str, *, is_google: bool, tables: Tables) -> None:
    """Add a folder's photos and films to the plan, in the order of their names, each photo before its film."""
    photos = {entry.name for entry in shelf.media if kind_of(entry.name) == "photo"}
    ordered = sorted(enumerate(shelf.media), key=lambda one: order_of(one[1], photos))
    for place, (at, entry) in enumerate(ordered):
        if TRASH.search(folder) and is_google and at not in shelf.found:
            plan.left.append(Left(str(entry), "trashed"))
            continue
        last = folder.rpartition("/")[2]
        is_year = is_google and not shelf.title and bool(YEAR.search(last) or MEMORIES.search(folder))
        listed = tables.albums.get(entry.name, [])
        is_loose = is_year or bool(tables.taken and not listed)
        for album in listed or [shelf.title or last or group]:
            item = Item(entry, name_for(entry, photos), album, is_loose)
            item.sidecar, item.taken = shelf.found.get(at), tables.taken.get(entry.name)
            item.place = min(place, PLACES - 1)
            plan.items.append(item)


def order_of(entry: Entry, photos: set[str]) -> tuple:
    photo = partner_of(entry, photos)
    return natural_key(photo or entry.name), photo is not None, entry.name


def name_for(entry: Entry, photos: set[str]) -> str:
    """Return the name under which a file is added. A film has its photo's, by which they are one (albums/motion)."""
    photo = partner_of(entry, photos)
    if not photo:
        return entry.name
    stem, end = photo.rpartition(".")[0], entry.name.rpartition(".")[2]
    return f"{stem}.{end if end.lower() in ('mp4', 'mov') else 'mp4'}"
