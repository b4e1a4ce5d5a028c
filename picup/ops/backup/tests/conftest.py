import io
import json
import tarfile
from pathlib import Path

import pytest

from picup.ops.backup.packing import DATABASE, MANIFEST, SEALED


@pytest.fixture
def repack():
    """Writes a backup again with other members, as somebody could who has no key."""

    def repack(path: Path, **changed: bytes | None) -> None:
        names = {"database": DATABASE, "manifest": MANIFEST, "sealed": SEALED}
        with tarfile.open(path) as tar:
            members = {entry.name: tar.extractfile(entry).read() for entry in tar}
        members |= {names[name]: content for name, content in changed.items()}
        with tarfile.open(path, "w") as tar:
            for name, content in members.items():
                if content is not None:
                    entry = tarfile.TarInfo(name)
                    entry.size = len(content)
                    tar.addfile(entry, io.BytesIO(content))

    return repack


@pytest.fixture
def read_member():
    def read_member(path: Path, name: str) -> bytes:
        with tarfile.open(path) as tar:
            return tar.extractfile(name).read()

    return read_member


@pytest.fixture
def manifest_of(read_member):
    return lambda path: json.loads(read_member(path, MANIFEST))
