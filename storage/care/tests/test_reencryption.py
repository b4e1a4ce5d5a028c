"""A new key, and every file moved to it while readers loop."""

import hashlib
import os
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from outbox.consuming import Delivery
from outbox.models import Message
from picup.encryption.key_check import WrongKeys, require_known_keys
from picup.encryption.keyring import file_keys, make_key
from storage.backends import get_backends
from storage.care.reencryption import reencrypt
from storage.io.reader import open_file
from storage.models import StoredFile, Usage
from storage.services import mark_kept, request_deletion
from storage.tasks import delete_files

# The issue's own number takes a minute on two cores: make test moves fewer, REENCRYPT_FILES=1000 (`make kills`) all.
FILES = int(os.environ.get("REENCRYPT_FILES", 25))


@pytest.fixture(autouse=True)
def keys(settings, db):
    settings.FILE_ENCRYPTION_KEYS = [make_key()]
    settings.FIELD_ENCRYPTION_KEYS = [make_key()]
    require_known_keys()
    return settings


@pytest.fixture
def add(write):
    def add(content: bytes) -> StoredFile:
        file = write(content)
        with transaction.atomic():
            mark_kept(file)
        return file

    return add


def rotate(keys):
    keys.FILE_ENCRYPTION_KEYS = [make_key(), *keys.FILE_ENCRYPTION_KEYS]


def read(file) -> bytes:
    with open_file(file) as opened:
        return opened.readall()


def content(number: int) -> bytes:
    return number.to_bytes(4, "big") * 20_000


def test_it_works(add, keys):
    file = add(content(1))
    used = Usage.objects.get(family_id=file.family_id).used_bytes
    rotate(keys)
    call_command("reencrypt")
    moved = StoredFile.objects.get(pk=file.pk)
    assert moved.key_id == file_keys().newest.id and moved.key != file.key
    assert read(moved) == content(1) and moved.sha256 == file.sha256
    assert sorted(moved.copies.values_list("storage", flat=True)) == ["backup", "main"]
    assert Usage.objects.get(family_id=file.family_id).used_bytes == used
    # Who read the row before reads on, until the old object goes; and it goes.
    assert read(file) == content(1)
    deletion = Message.objects.get(task="storage.delete_files")
    assert deletion.due_at > timezone.now()
    delete_files(Delivery(str(deletion.uid)), **deletion.arguments)
    assert all(backend.open(file.key) is None for backend in get_backends().values())
    assert read(moved) == content(1)
    # With only the new key everything opens, and the site starts.
    keys.FILE_ENCRYPTION_KEYS = keys.FILE_ENCRYPTION_KEYS[:1]
    assert read(moved) == content(1)
    require_known_keys()


@pytest.mark.django_db(transaction=True)
def test_many_while_readers_loop(add, keys):
    files = [add(content(number)) for number in range(FILES)]
    rotate(keys)
    done, failures, reads = threading.Event(), [], [0]

    def look():
        try:
            while not done.is_set():
                for number, file in enumerate(StoredFile.objects.filter(state="stored").order_by("pk")):
                    if read(file) != content(number):
                        failures.append(number)
                    reads[0] += 1
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    readers = [threading.Thread(target=look) for _ in range(2)]
    [reader.start() for reader in readers]
    call_command("reencrypt")
    done.set()
    [reader.join() for reader in readers]
    assert failures == [] and reads[0] > FILES
    assert StoredFile.objects.filter(state="stored", key_id=file_keys().newest.id).count() == len(files)


def test_stopped_and_begun_again(add, keys):
    first, second = add(b"first" * 1000), add(b"second" * 1000)
    rotate(keys)
    assert reencrypt(first)
    call_command("reencrypt")
    assert read(StoredFile.objects.get(pk=second.pk)) == b"second" * 1000
    assert Message.objects.filter(task="storage.delete_files").count() == 2


def test_a_row_that_moved_meanwhile_is_read_under_its_new_name(add, keys):
    file = add(b"photo" * 1000)
    rotate(keys)
    reencrypt(file)
    for backend in get_backends().values():
        backend.delete(file.key)
    assert read(file) == b"photo" * 1000


def test_a_lost_file_stays_and_keeps_its_key(add, keys):
    file = add(b"photo" * 1000)
    for backend in get_backends().values():
        backend.delete(file.key)
    rotate(keys)
    call_command("reencrypt")
    assert StoredFile.objects.get(pk=file.pk).key == file.key
    keys.FILE_ENCRYPTION_KEYS = keys.FILE_ENCRYPTION_KEYS[:1]
    with pytest.raises(WrongKeys):
        require_known_keys()


def test_deleted_meanwhile(add, keys):
    file = add(b"photo" * 1000)
    rotate(keys)
    stale = StoredFile.objects.get(pk=file.pk)
    with transaction.atomic():
        request_deletion([file.pk])
    assert not reencrypt(stale)
    assert not StoredFile.objects.filter(state__in=["stored", "writing"]).exists()


def test_a_storage_that_is_down_stops_it_with_a_sentence(add, keys, break_storage, mend_storage):
    file = add(b"photo" * 1000)
    rotate(keys)
    break_storage("backup")
    with pytest.raises(CommandError, match="Begin again"):
        call_command("reencrypt")
    assert read(file) == b"photo" * 1000
    mend_storage("backup")
    call_command("reencrypt")


def test_a_file_from_before_encryption(add, keys):
    """Stored plain by an earlier Pic-up: read, checked, and moved."""
    file, plain = add(b"x"), b"photo" * 100_000
    for backend in get_backends().values():
        backend.write(file.key, [plain])
    sha256 = hashlib.sha256(plain).hexdigest()
    StoredFile.objects.filter(pk=file.pk).update(key_id="", size=len(plain), sha256=sha256)
    file.copies.update(size=len(plain), sha256=sha256)
    old = StoredFile.objects.get(pk=file.pk)
    assert read(old) == plain
    get_backends()["main"].write(file.key, [plain[:-1] + b"X"])
    assert read(old) == plain, "from the backup: main does not match"
    call_command("reencrypt")
    moved = StoredFile.objects.get(pk=file.pk)
    assert moved.key_id and read(moved) == plain
