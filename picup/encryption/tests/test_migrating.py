"""Rows of before are encrypted by migrations, and come back by them."""

from pathlib import Path

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from picup.encryption import migrating, reencrypting
from picup.encryption.columns import SEALED, Unreadable
from picup.encryption.tests.helpers import lose_keys

BEFORE = [("accounts", "0001_initial"), ("albums", "0002_initial")]
ENCRYPTED = [("accounts", "0003_encrypt_rows"), ("albums", "0004_encrypt_rows")]
FAMILIES = ["김씨네", "Familie Übermut", "", "e1:odd"]
pytestmark = pytest.mark.usefixtures("old_site")


def migrate(targets):
    MigrationExecutor(connection).migrate(targets)
    loader = MigrationExecutor(connection).loader
    # The tables of storage stay as they are now.
    return loader.project_state([*targets, *loader.graph.leaf_nodes("storage")]).apps


@pytest.fixture(scope="module")
def tables_of_before(django_db_setup, django_db_blocker):
    """For the whole file: the way there and back is long, and through migrations that are none of these."""
    with django_db_blocker.unblock():
        apps = migrate(BEFORE)
        yield apps
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        connection.close()


@pytest.fixture
def before(tables_of_before, transactional_db, monkeypatch):
    """The models of a database of before, with rows; afterwards its tables are those of before, and empty."""
    monkeypatch.setattr(migrating, "BATCH", 2)
    apps = tables_of_before
    families = apps.get_model("accounts", "Family").objects
    for name in FAMILIES:
        families.create(name=name)
    family = families.first()
    apps.get_model("accounts", "User").objects.create(
        family=family, display_name="할머니 문숙", help_phone="010-5550-1907"
    )
    album = apps.get_model("albums", "Album").objects.create(
        family=family, title="제주 서귀포 앨범", description="여름 1987"
    )
    for n in range(5):
        file = apps.get_model("storage", "StoredFile").objects.create(
            family=family, kind="original", content_type="image/jpeg", size=1, sha256=f"{n}"
        )
        apps.get_model("albums", "Picture").objects.create(
            album=album, file=file, sha256=f"{n}", name=f"{n}.jpg", caption=f"귤밭에서 {n}", width=1, height=1,
            order_time=timezone.now(),
        )  # fmt: skip
    yield apps
    with connection.cursor() as cursor:
        for table in (
            "albums_picture",
            "albums_album",
            "storage_storedfile",
            "accounts_user",
            "accounts_family",
        ):
            cursor.execute(f"DELETE FROM {table}")
    MigrationExecutor(connection).migrate(BEFORE)


def column(table: str, name: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


COLUMNS = [
    ("accounts_family", "name"),
    ("accounts_user", "display_name"),
    ("accounts_user", "help_phone"),
    ("albums_album", "title"),
    ("albums_album", "description"),
    ("albums_picture", "caption"),
    ("albums_picture", "name"),
]


def everything() -> list[list[str]]:
    return [column(*names) for names in COLUMNS]


def is_sealed(values) -> bool:
    return all(not value or SEALED.fullmatch(value) for values in values for value in values)


def test_it_works_there_and_back(before):
    plain = everything()
    apps = migrate(ENCRYPTED)
    assert column("accounts_family", "name")[3] == "e1:odd"  # until it is saved, or reencrypted
    assert is_sealed([column(*names) for names in COLUMNS[1:]])
    assert len(set(column("albums_picture", "caption"))) == 5
    pictures = apps.get_model("albums", "Picture").objects.order_by("id")
    assert [picture.caption for picture in pictures] == [f"귤밭에서 {n}" for n in range(5)]
    assert [family.name for family in apps.get_model("accounts", "Family").objects.order_by("id")] == FAMILIES
    migrate(BEFORE)
    assert everything() == plain


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's file")
def test_the_file_forgets_the_plain_text(before):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = OFF")  # As most builds of SQLite have it.
    migrate(ENCRYPTED)
    file = Path(connection.settings_dict["NAME"])
    content = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert content
    for word in ("귤밭에서", "할머니 문숙", "010-5550-1907", "서귀포", "여름 1987", "김씨네"):
        assert word.encode() not in content, word


def test_interrupted_it_goes_on(before, monkeypatch):
    whole, begun = reencrypting.replace_values, []

    def interrupted(*args):
        begun.append(args)
        if len(begun) > 4:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(reencrypting, "replace_values", interrupted)
    with pytest.raises(KeyboardInterrupt):
        migrate(ENCRYPTED)
    monkeypatch.setattr(reencrypting, "replace_values", whole)
    migrate(ENCRYPTED)
    assert is_sealed([column(*names) for names in COLUMNS[1:]])


def test_without_a_key_it_says_so_and_writes_nothing(before, settings):
    plain = everything()
    keys = settings.FIELD_ENCRYPTION_KEYS
    for wrong in ([], ["not a key"]):
        settings.FIELD_ENCRYPTION_KEYS = wrong
        with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS"):
            migrate(ENCRYPTED)
    assert everything() == plain
    settings.FIELD_ENCRYPTION_KEYS = keys


def test_the_way_back_needs_the_key(before, settings):
    keys = settings.FIELD_ENCRYPTION_KEYS
    migrate(ENCRYPTED)
    lose_keys(settings)
    with pytest.raises(Unreadable, match="of row"):
        migrate(BEFORE)
    settings.FIELD_ENCRYPTION_KEYS = keys
    migrate(BEFORE)
    assert column("albums_picture", "caption")[0] == "귤밭에서 0"


def test_the_admins_log_forgets_names(before):
    user = before.get_model("accounts", "User").objects.get()
    LogEntry.objects.create(user_id=user.pk, object_id="1", object_repr="할머니 문숙", action_flag=CHANGE)
    migrate(ENCRYPTED)
    assert LogEntry.objects.get().object_repr == ""
    LogEntry.objects.all().delete()
