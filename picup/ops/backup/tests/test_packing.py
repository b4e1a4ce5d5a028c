"""A backup opens with its keys and exactly as it was written, or not at all."""

import os
import stat
import tracemalloc

import pytest

from picup.encryption.keyring import Keyring, make_key, read_key
from picup.encryption.segments import Damaged
from picup.ops.backup.errors import CannotRestore
from picup.ops.backup.packing import pack, unpack

SIZES = [0, 1, 65_535, 65_536, 65_537, 1_000_000]


def new_keys() -> Keyring:
    return Keyring("FILE_ENCRYPTION_KEYS", [read_key("FILE_ENCRYPTION_KEYS", make_key())])


@pytest.fixture
def keys():
    return new_keys()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "backup.tar"


def read(path, keys) -> bytes:
    with path.open("rb") as file:
        return b"".join(unpack(file, keys).dump())


@pytest.mark.parametrize("size", SIZES)
def test_it_works(path, keys, size):
    content = os.urandom(size)
    pack(path, [content[: size // 3], content[size // 3 :]], {"format": 1}, keys)
    assert read(path, keys) == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_of_it_can_be_read_without_the_key(path, keys):
    pack(path, [b"grandmother@example.com" * 1000], {"format": 1}, keys)
    assert b"grandmother" not in path.read_bytes()
    with pytest.raises(CannotRestore, match=f"opens with another key. The key {keys.newest.id} is not in"):
        read(path, new_keys())


def test_an_older_key_opens_it_too(path, keys):
    pack(path, [b"dump"], {}, keys)
    assert read(path, Keyring(keys.name, [new_keys().newest, keys.newest])) == b"dump"


@pytest.mark.parametrize("part", range(40))
def test_one_flipped_bit_is_found(path, keys, part):
    pack(path, [os.urandom(100_000)], {"format": 1}, keys)
    content = bytearray(path.read_bytes())
    place = 600 + part * (len(content) - 1700) // 40
    content[place] ^= 1 << part % 8
    path.write_bytes(content)
    with pytest.raises(CannotRestore):
        read(path, keys)


@pytest.mark.parametrize("length", [0, 100, 512, 5_000, 60_000])
def test_a_backup_that_was_cut(path, keys, length):
    pack(path, [os.urandom(100_000)], {"format": 1}, keys)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(CannotRestore):
        read(path, keys)


def test_a_changed_manifest(path, keys, repack, read_member):
    pack(path, [b"dump"], {"format": 1}, keys)
    repack(path, manifest=read_member(path, "manifest.json").replace(b'"format": 1', b'"format": 0'))
    with pytest.raises(CannotRestore, match="changed by somebody"):
        read(path, keys)


def test_the_database_of_another_backup(path, tmp_path, keys, repack, read_member):
    pack(path, [b"dump"], {}, keys)
    pack(tmp_path / "other.tar", [b"DUMP"], {}, keys)
    repack(path, database=read_member(tmp_path / "other.tar", "database.sealed"))
    with pytest.raises(CannotRestore, match="not what was written"):
        read(path, keys)


@pytest.mark.parametrize("missing", ["database", "manifest", "sealed"])
def test_a_member_that_is_missing(path, keys, repack, missing):
    pack(path, [b"dump"], {}, keys)
    repack(path, **{missing: None})
    with pytest.raises(CannotRestore, match="no backup of Pic-up"):
        read(path, keys)


@pytest.mark.parametrize("content", [b"", b"not a tar" * 1000, bytes(10_240)])
def test_another_file(path, keys, content):
    path.write_bytes(content)
    with pytest.raises(CannotRestore, match="no backup of Pic-up"):
        read(path, keys)


def test_a_dump_that_fails_leaves_what_was_there(path, keys):
    def fail():
        yield b"half"
        raise Damaged

    path.write_bytes(b"the backup of yesterday")
    with pytest.raises(Damaged):
        pack(path, fail(), {}, keys)
    assert path.read_bytes() == b"the backup of yesterday" and len(list(path.parent.iterdir())) == 1


def test_memory_is_flat(path, keys):
    chunk = os.urandom(256 * 1024)
    tracemalloc.start()
    try:
        pack(path, (chunk for _ in range(60)), {}, keys)
        with path.open("rb") as file:
            size = sum(map(len, unpack(file, keys).dump()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == 60 * len(chunk) and peak < 5_000_000
