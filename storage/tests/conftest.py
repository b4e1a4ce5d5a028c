"""A family, and two real directories of its own for each test."""

import io

import pytest

from accounts.models import Family
from storage import backends
from storage.backends.directory import DirectoryBackend
from storage.models import StoredFile
from storage.services import store


@pytest.fixture
def family(transactional_db):
    return Family.objects.create(name="Kim")


@pytest.fixture
def directories(tmp_path, settings):
    """The two storages' directories, main first."""
    paths = {"main": tmp_path / "main", "backup": tmp_path / "backup"}
    settings.FILE_STORAGES = {
        name: ("storage.backends.directory.DirectoryBackend", {"directory": path})
        for name, path in paths.items()
    }
    backends.get_backends.cache_clear()
    yield paths
    backends.get_backends.cache_clear()


@pytest.fixture
def copies(directories):
    """The bytes under a file's key in each storage, None where there are none."""

    def read(file: StoredFile) -> dict[str, bytes | None]:
        paths = {name: DirectoryBackend(path).path(file.key) for name, path in directories.items()}
        return {name: path.read_bytes() if path.exists() else None for name, path in paths.items()}

    return read


@pytest.fixture
def write(family, directories):
    """Stores bytes as an original of the family."""

    def write(content: bytes, kind=StoredFile.Kind.ORIGINAL) -> StoredFile:
        return store(
            family_id=family.pk,
            source=io.BytesIO(content),
            size=len(content),
            kind=kind,
            content_type="image/jpeg",
        )

    return write


@pytest.fixture
def break_storage(directories):
    """Makes a storage's directory unusable by real means: a file stands where it should be. (Removing write
    permission would not stop root, as whom CI runs.)"""

    def break_storage(name: str) -> None:
        path = directories[name]
        if path.exists():
            path.rename(path.with_name(path.name + "-away"))
        path.write_text("not a directory")

    return break_storage


@pytest.fixture
def mend_storage(directories):
    def mend_storage(name: str) -> None:
        path = directories[name]
        path.unlink()
        away = path.with_name(path.name + "-away")
        if away.exists():
            away.rename(path)

    return mend_storage
