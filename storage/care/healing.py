"""Making a missing or damaged copy anew from a good one. The SHA-256 on the copies' rows decides which is good."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

import outbox
from picup.alerts import raise_alert
from picup.encryption.segments import Damaged
from storage.backends import get_backends
from storage.backends.base import Backend, StorageUnavailable
from storage.care.inspection import CHUNK, find_damage
from storage.history import Step, record
from storage.models import FileCopy, StoredFile

logger = logging.getLogger(__name__)
LOST = "/admin/storage/filecopy/?damage__exact=missing"


@dataclass
class Healing:
    """The result: storages whose copy is good again, storages that could not be reached, and whether no storage has
    the bytes."""

    healed: list[str] = field(default_factory=list)
    unavailable: dict[str, StorageUnavailable] = field(default_factory=dict)
    is_lost: bool = False


def heal(file: StoredFile) -> Healing:
    """Make every missing or damaged copy of a stored file anew. Never write to a good copy.

    Do nothing for a file in another state. A storage that is down is in the result, not raised.
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
            if find_damage(backend, file.key, known) == "":
                mark_healed(file, name, known)
                healing.healed.append(name)
            else:
                make_anew(file, name, backend, known, healing)
        except StorageUnavailable as error:
            healing.unavailable[name] = error
    return healing


def make_anew(file: StoredFile, name: str, backend: Backend, known: FileCopy, healing: Healing) -> None:
    """Write the copy in storage `name` from the first other storage whose bytes match, and note it in `healing`.

    If none matches and all could be read, the file is lost. Raise `StorageUnavailable` if `name` takes no bytes.
    """
    for source in get_backends():
        if source == name or not copy_bytes(file, source, backend, known, healing):
            continue
        if find_damage(backend, file.key, known):
            raise StorageUnavailable(f"{name} kept other bytes than it was given")
        mark_healed(file, name, known)
        logger.info("File %s is healed in %s", file.pk, name)
        healing.healed.append(name)
        return
    if not healing.unavailable:
        report_lost(file, healing)


def copy_bytes(file: StoredFile, source: str, target: Backend, known: FileCopy, healing: Healing) -> bool:
    """Write the bytes that storage `source` has to `target`. Return False, and write nothing, if they do not match.

    A `source` that cannot be reached is noted in `healing`. Raise `StorageUnavailable` for `target`.
    """
    try:
        opened = get_backends()[source].open(file.key)
    except StorageUnavailable as error:
        healing.unavailable[source] = error
        return False
    except Damaged:
        return False
    if opened is None:
        return False
    try:
        with opened:
            target.write(file.key, verified_chunks(opened, known))
    except Damaged:
        return False
    return True


def verified_chunks(opened: BinaryIO, known: FileCopy) -> Iterator[bytes]:
    """Yield the bytes of a copy. Raise `Damaged` at the end if they are not what `known` says.

    The error ends the write that takes these chunks, so that nothing is kept.
    """
    digest = hashlib.sha256()
    while chunk := opened.read(CHUNK):
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != known.sha256:
        raise Damaged("the checksum does not match")


def mark_healed(file: StoredFile, storage: str, known: FileCopy) -> None:
    """Write on its row that the copy is good. If the file was deleted or moved meanwhile, delete the new copy."""
    with transaction.atomic():
        still_wanted = StoredFile.objects.select_for_update().filter(
            pk=file.pk, key=file.key, state=StoredFile.State.STORED
        )
        if is_wanted := still_wanted.first() is not None:
            now = timezone.now()
            good = {"size": known.size, "sha256": known.sha256, "verified_at": now, "damage": ""}
            FileCopy.objects.update_or_create(
                file=file, storage=storage, defaults={**good, "damaged_at": None}
            )
            record(file, Step.HEALED, storage)
    if not is_wanted:
        get_backends()[storage].delete(file.key)


def report_lost(file: StoredFile, healing: Healing) -> None:
    """Note, once in a healing, that no storage has the bytes. Overwrite nothing.

    A derivative is made anew from its original. For an original an alert goes out: a person must act.
    """
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
