"""A family, and two real directories of its own for each test."""

import io

import pytest
from django.db import transaction

from accounts.models import Family
from picup.encryption.keyring import file_keys
from storage.backends.directory import MARKER, DirectoryBackend
from storage.care.reconciliation import wrong_places
from storage.models import StoredFile
from storage.services import mark_kept, store
from storage.tests.declaring import declare, directory
from tests.support.unsealing import unseal


@pytest.fixture(autouse=True)
def places_are_true(request):
    """After every test that has a database: what files say of their copies (storage/querysets.py) is so."""
    database = next((name for name in ("transactional_db", "db") if name in request.fixturenames), "")
    if database:
        request.getfixturevalue(database)
    yield
    if database:
        assert list(wrong_places()) == []


@pytest.fixture
def family(db):
    return Family.objects.create(name="Kim")


@pytest.fixture
def directories(tmp_path, settings):
    """The two storages' directories, main first."""
    paths = {"main": tmp_path / "main", "backup": tmp_path / "backup"}
    for path in paths.values():
        path.mkdir()
        (path / MARKER).touch()
    declare(settings, **{name: directory(path) for name, path in paths.items()})
    return paths


@pytest.fixture
def copies(directories):
    """The bytes under a file's key in each storage, None where there are none."""

    def read(file: StoredFile) -> dict[str, bytes | None]:
        paths = {name: DirectoryBackend(path).path(file.key) for name, path in directories.items()}
        return {name: path.read_bytes() if path.exists() else None for name, path in paths.items()}

    return read


@pytest.fixture
def plain_copies(copies):
    """As `copies`, opened."""

    def read(file: StoredFile) -> dict[str, bytes | None]:
        stored = copies(file).items()
        return {name: content and unseal(file.key, content, file_keys()) for name, content in stored}

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
def write_kept(write):
    """Stores bytes as `write` does, and keeps them: the file counts."""

    def write_kept(content: bytes, **arguments) -> StoredFile:
        file = write(content, **arguments)
        with transaction.atomic():
            mark_kept(file)
        return file

    return write_kept


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
