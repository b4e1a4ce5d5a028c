"""Making a copy anew from a good one. What is good is decided by the SHA-256 that the row knows."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

import outbox
from picup.alerts import raise_alert
from picup.encryption.segments import Damaged
from storage.backends import get_backends
from storage.backends.base import Backend, StorageUnavailable
from storage.history import Step, record
from storage.models import FileCopy, StoredFile

logger = logging.getLogger(__name__)
CHUNK = 256 * 1024
Damage = FileCopy.Damage
LOST = "/admin/storage/filecopy/?damage__exact=missing"


@dataclass
class Healing:
    """What came of it: the storages whose copy is good again, and those that could not be helped now."""

    healed: list[str] = field(default_factory=list)
    unavailable: dict[str, StorageUnavailable] = field(default_factory=dict)
    is_lost: bool = False


def heal(file: StoredFile) -> Healing:
    """Makes every copy of the file that is missing or damaged anew. A good copy is never written to.

    Files that are not (or no longer) stored are left alone.
    """
    healing = Healing()
    copies = {copy.storage: copy for copy in file.copies.all()}
    if file.state != StoredFile.State.STORED or not copies:
        return healing
    known = next(iter(copies.values()))
    for name, backend in get_backends().items():
        if name in copies and not copies[name].damage:
            continue
        try:
            if inspect(backend, file.key, known) == "":
                settle(file, name, known)
                healing.healed.append(name)
            else:
                make_anew(file, name, backend, known, healing)
        except StorageUnavailable as error:
            healing.unavailable[name] = error
    return healing


def inspect(backend: Backend, key: str, known: FileCopy) -> str:
    """Return what is wrong with a storage's copy: a `FileCopy.Damage`, or "" if it is as `known` says. Read all of
    it. Raise `StorageUnavailable`."""
    digest, size = hashlib.sha256(), 0
    try:
        file = backend.open(key)
        if file is None:
            return Damage.MISSING
        with file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except Damaged as error:
        logger.error("The copy of file %s cannot be read: %s", known.file_id, error)
        return Damage.CHANGED
    return "" if (size, digest.hexdigest()) == (known.size, known.sha256) else Damage.CHANGED


def make_anew(file: StoredFile, name: str, backend: Backend, known: FileCopy, healing: Healing) -> None:
    """Copies from the first storage whose bytes match."""
    for source, other in get_backends().items():
        if source == name:
            continue
        try:
            opened = other.open(file.key)
        except StorageUnavailable as error:
            healing.unavailable[source] = error
            continue
        except Damaged:
            continue
        if opened is None:
            continue
        try:
            with opened:
                backend.write(file.key, matching(opened, known))
        except Damaged:
            continue
        if inspect(backend, file.key, known):
            raise StorageUnavailable(f"{name} kept other bytes than it was given")
        settle(file, name, known)
        logger.info("File %s is healed in %s", file.pk, name)
        healing.healed.append(name)
        return
    if not healing.unavailable:
        say_lost(file, healing)


def matching(opened, known: FileCopy) -> Iterator[bytes]:
    """The bytes of a copy. Ends with `Damaged` where they are not what `known` says, so that nothing is kept."""
    digest = hashlib.sha256()
    while chunk := opened.read(CHUNK):
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != known.sha256:
        raise Damaged("the checksum does not match")


def settle(file: StoredFile, storage: str, known: FileCopy) -> None:
    """Says that the copy is good. A file that was deleted meanwhile takes its new copy with it."""
    with transaction.atomic():
        wanted = StoredFile.objects.select_for_update().filter(
            pk=file.pk, key=file.key, state=StoredFile.State.STORED
        )
        if is_wanted := wanted.first() is not None:
            now = timezone.now()
            good = {"size": known.size, "sha256": known.sha256, "verified_at": now, "damage": ""}
            FileCopy.objects.update_or_create(
                file=file, storage=storage, defaults={**good, "damaged_at": None}
            )
            record(file, Step.HEALED, storage)
    if not is_wanted:
        get_backends()[storage].delete(file.key)


def say_lost(file: StoredFile, healing: Healing) -> None:
    """No storage has the bytes: a person must know, once. Nothing is overwritten."""
    if healing.is_lost:
        return
    healing.is_lost = True
    if file.kind == StoredFile.Kind.DERIVATIVE:
        logger.error("File %s is lost, and is made anew from its original", file.pk)
        with transaction.atomic():
            outbox.publish("albums.remake_derivatives", file_id=file.pk)
        return
    logger.critical("File %s is lost: no storage has the bytes that were written", file.pk)
    with transaction.atomic():
        raise_alert("lost files", "no storage has their bytes", look_at=LOST)
