"""An album of the family Kim, with two storages and a staging directory of its own for each test."""

from datetime import timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from albums.models import Picture
from albums.services.albums import create_album
from albums.services.sharing import MIGRATION
from albums.services.updating import FIRST_MIGRATION
from storage.backends.directory import MARKER
from storage.conftest import break_storage, directories, mend_storage  # noqa: F401 (fixtures)
from storage.models import FileCopy, StoredFile, Usage


@pytest.fixture(autouse=True)
def staging(tmp_path, settings, directories):  # noqa: F811
    settings.STAGING_DIR = tmp_path / "staging"
    return settings.STAGING_DIR


@pytest.fixture
def album(jieun):
    return create_album(person=jieun, title="Summer in Jeju", description="")


@pytest.fixture
def foreign_album(stranger):
    return create_album(person=stranger, title="The Parks", description="")


@pytest.fixture
def just_updated(db):
    """A site that has the migration of shared files for an hour: processes of the release before may still run."""
    rows = MigrationRecorder.Migration.objects.filter(app="albums")
    rows.filter(name=FIRST_MIGRATION).update(applied=timezone.now() - timedelta(days=400))
    rows.filter(name__endswith=MIGRATION).update(applied=timezone.now() - timedelta(hours=1))


@pytest.fixture
def snapshot(tmp_path, staging):
    """Return a function that tells what a refusal must not change: rows, bytes used, and every file on any disk."""

    def snapshot() -> dict:
        places = (tmp_path / "main", tmp_path / "backup", staging)
        return {
            "pictures": sorted(Picture.objects.values_list("pk", "state", "trashed_at")),
            "files": sorted(StoredFile.objects.filter(state="stored").values_list("pk", flat=True)),
            "half written": StoredFile.objects.filter(state="writing").count(),
            "copies": FileCopy.objects.count(),
            "usage": sorted(Usage.objects.values_list("family_id", "used_bytes")),
            "on disk": sorted(str(path) for place in places for path in place.rglob("*") if is_content(path)),
        }

    def is_content(path) -> bool:
        return path.is_file() and path.name != MARKER

    return snapshot
