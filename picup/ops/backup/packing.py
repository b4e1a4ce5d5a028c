"""The format of a backup: a tar of three members, which any tar can list.

database.sealed   the dump, compressed and encrypted
manifest.json     a description for people and for `restore`, with the SHA-256 of database.sealed
manifest.sealed   the same description encrypted, so that a change of the first is noticed
"""

import hashlib
import io
import json
import os
import secrets
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from picup.encryption.keyring import Keyring, UnknownKey
from picup.encryption.segments import Damaged
from picup.ops.backup.errors import CannotRestore
from picup.ops.backup.sealing import CHUNK, seal, unseal

DATABASE, MANIFEST, SEALED = "database.sealed", "manifest.json", "manifest.sealed"
BLOCK = 512


def pack(target: Path, dump: Iterable[bytes], manifest: dict, keys: Keyring) -> None:
    """Write a backup that only its owner may read. Add the checksum to `manifest`.

    It is written under a temporary name first, so `target` is complete or unchanged.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            manifest["sha256"] = add_stream(file, seal(dump, DATABASE, keys))
            text = json.dumps(manifest, indent=2, ensure_ascii=False).encode()
            add(file, MANIFEST, text)
            add(file, SEALED, b"".join(seal([text], MANIFEST, keys)))
            file.write(bytes(2 * BLOCK))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def add_stream(file: BinaryIO, chunks: Iterable[bytes]) -> str:
    """Write the member DATABASE and return its SHA-256. Its size is known only then, so its header is written last."""
    begin, digest = file.tell(), hashlib.sha256()
    file.write(bytes(BLOCK))
    for chunk in chunks:
        digest.update(chunk)
        file.write(chunk)
    size = file.tell() - begin - BLOCK
    file.write(bytes(-size % BLOCK))
    end = file.tell()
    file.seek(begin)
    file.write(header(DATABASE, size))
    file.seek(end)
    return digest.hexdigest()


def add(file: BinaryIO, name: str, content: bytes) -> None:
    file.write(header(name, len(content)) + content + bytes(-len(content) % BLOCK))


def header(name: str, size: int) -> bytes:
    """Return the tar header of a member of `size` bytes."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry.tobuf(tarfile.GNU_FORMAT)


@dataclass
class Backup:
    """An opened backup, authenticated to its end. The dump has `size` bytes from the offset `begin`."""

    manifest: dict
    file: BinaryIO
    begin: int
    size: int
    keys: Keyring

    def dump(self) -> Iterator[bytes]:
        self.file.seek(self.begin)
        return unseal(self.file, self.size, DATABASE, self.keys)


def unpack(file: BinaryIO, keys: Keyring) -> Backup:
    """Open a backup and read it once to its end. Raise `CannotRestore`."""
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            members = {entry.name: entry for entry in tar}
        manifest = read_manifest(file, members[MANIFEST], members[SEALED], keys)
        entry = members[DATABASE]
    except UnknownKey as error:
        raise CannotRestore(
            f"This backup opens with another key. {error} Put that key after the others."
        ) from None
    except (tarfile.TarError, KeyError, EOFError):
        raise CannotRestore("This file is no backup of Pic-up, or it is damaged.") from None
    except Damaged as error:
        raise CannotRestore(f"This backup is damaged, or was changed by somebody: {error}.") from None
    if digest_of(file, entry) != manifest["sha256"]:
        raise CannotRestore("This backup is damaged: the database in it is not what was written.")
    return Backup(manifest, file, entry.offset_data, entry.size, keys)


def read_manifest(file: BinaryIO, plain: tarfile.TarInfo, sealed: tarfile.TarInfo, keys: Keyring) -> dict:
    """Return the manifest. Raise `Damaged` if the plain one differs from the encrypted one, and `UnknownKey`."""
    file.seek(sealed.offset_data)
    text = b"".join(unseal(io.BytesIO(file.read(sealed.size)), sealed.size, MANIFEST, keys))
    file.seek(plain.offset_data)
    if file.read(plain.size) != text:
        raise Damaged("the two manifests differ")
    return json.loads(text)


def digest_of(file: BinaryIO, entry: tarfile.TarInfo) -> str:
    """Return the SHA-256 of a member."""
    file.seek(entry.offset_data)
    digest, left = hashlib.sha256(), entry.size
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()
