"""A copy that cannot be read while its storage answers is damaged: noted, served from the other storage, healed.

The errors of `unreadable.HARMS` are real. Others (EBADMSG, EUCLEAN, ESTALE …) need broken disks or servers: of them
the decision alone is tested, by raising them where a file is read.
"""

import errno
import os
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import RequestFactory

from outbox.models import Message
from picup.alerts.models import Alert
from picup.encryption.segments import Damaged
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable, Unreadable
from storage.backends.directory import MARKER, DirectoryBackend
from storage.care.healing import heal
from storage.care.inspection import verify
from storage.care.reencryption import reencrypt
from storage.care.scrubbing import scrub
from storage.care.verification import Verification
from storage.io.copy_readers import read_whole
from storage.io.reader import FileLost, open_file, read_small
from storage.io.serving import send_file
from storage.models import FileCopy, new_file_key
from storage.tests.harm import damage_of, path_of
from storage.tests.unreadable import HARMS, be_a_directory, refuse_to_be_read

PHOTO = bytes(range(256)) * 3000


@pytest.fixture(params=HARMS)
def harm(request):
    return HARMS[request.param]


@pytest.fixture
def file(write_kept):
    return write_kept(PHOTO)


@pytest.fixture
def others(write_kept):
    """Without other files, the marker alone says that the storage answers."""
    return [write_kept(bytes([number])) for number in range(4)]


def noted(file) -> bool:
    healings = Message.objects.filter(task="storage.heal_file", arguments={"file_id": file.pk})
    return damage_of(file) == {"main": "changed", "backup": ""} and healings.exists()


def read(file) -> bytes:
    with open_file(file) as opened:
        return opened.readall()


def by_serving(file):
    assert b"".join(send_file(RequestFactory().get("/"), file).streaming_content) == PHOTO


def by_verifying(file):
    assert verify(file.copies.get(storage="main")) == "changed"


def by_scrubbing(file):
    FileCopy.objects.update(looked_at="2020-01-01T00:00Z")
    [main, _] = scrub(most_bytes=10**9, seconds=60)
    assert main.found["changed"] == 1 and not main.is_away


def by_verifying_all(file):
    verification = Verification(["main", "backup"], heal_now=False)
    list(verification.run())
    main, backup = verification.results["main"], verification.results["backup"]
    assert (main.changed, main.unavailable, main.is_good) == (1, 0, False)
    assert backup.is_good


READERS = {reader.__name__: reader for reader in (by_serving, by_verifying, by_scrubbing, by_verifying_all)}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("alone", [True, False], ids=["alone", "among others"])
def test_it_works(request, file, harm, reader, alone):
    """Whoever reads it: noted, asked to be healed, and read from backup."""
    if not alone:
        request.getfixturevalue("others")
    harm(path_of(file, "main"))
    READERS[reader](file)
    assert noted(file)
    assert Alert.objects.get(kind="damaged copies").summary == "changed in main"
    assert read(file) == PHOTO


def test_it_is_healed_by_a_new_file(file, harm, copies):
    good = path_of(file, "backup").read_bytes()
    harm(path_of(file, "main"))
    bad = path_of(file, "main").lstat().st_ino
    read(file)
    assert heal(file).healed == ["main"]
    assert path_of(file, "main").lstat().st_ino != bad and not path_of(file, "main").is_symlink()
    assert copies(file) == {"main": good, "backup": good}
    assert damage_of(file) == {"main": "", "backup": ""}


def test_it_is_deleted(file, harm, others):
    """Whatever stands in the file's place: otherwise the message that deletes it would fail for ever."""
    path = path_of(file, "main")
    harm(path)
    assert get_backends()["main"].delete(file.key) is True
    assert not os.path.lexists(path)
    assert get_backends()["main"].delete(file.key) is False


def test_a_directory_with_something_in_it_is_left_to_a_person(file):
    """It is no file of ours, and nothing of it is deleted. The copy stays noted."""
    be_a_directory(path_of(file, "main"))
    (path_of(file, "main") / "somebody's").write_text("?")
    assert read(file) == PHOTO and noted(file)
    assert list(heal(file).unavailable) == ["main"]
    with pytest.raises(StorageUnavailable):
        get_backends()["main"].delete(file.key)
    assert (path_of(file, "main") / "somebody's").read_text() == "?"
    assert not list((get_backends()["main"].directory / ".partial").iterdir())


def test_the_command_heals_it_and_ends_well(file, others, capsys):
    refuse_to_be_read(path_of(file, "main"))
    with pytest.raises(SystemExit):
        call_command("verify_files")
    call_command("verify_files", heal_now=True)
    call_command("verify_files")
    assert damage_of(file) == {"main": "", "backup": ""}


def test_small_files_are_left_to_the_reader_that_finds_out(write_kept, harm):
    file = write_kept(b"thumb")
    assert read_small(file) == b"thumb"
    harm(path_of(file, "main"))
    assert read_small(file) is None
    with pytest.raises(Damaged):
        read_whole(get_backends()["main"], file.key, file.size)


def test_reencryption_moves_it_from_the_other_storage(file, harm):
    harm(path_of(file, "main"))
    assert reencrypt(file)
    file.refresh_from_db()
    assert read(file) == PHOTO and damage_of(file) == {"main": "", "backup": ""}


def test_both_copies_unreadable_is_lost_and_nothing_is_overwritten(file, harm):
    for name in ("main", "backup"):
        harm(path_of(file, name))
    with pytest.raises(FileLost):
        read(file)
    assert damage_of(file) == {"main": "changed", "backup": "changed"}
    assert heal(file).is_lost
    assert Alert.objects.filter(kind="lost files").exists()


def test_a_bad_block_in_the_middle(file):
    """The first blocks are out already: the others come from backup."""
    with open_file(file) as opened:
        first = opened.read(1000)
        refuse_to_be_read(path_of(file, "main"))
        # The file that is open is whole; it is opened again elsewhere in the file.
        opened.copies[0].close()
        assert first + opened.readall() == PHOTO
    assert noted(file)


# --- The storage, and not the file ------------------------------------------------------------------------


def test_a_disk_that_gives_no_file_at_all_is_an_outage(file, others):
    """Every file refuses to be read: it is the disk, and no copy is noted."""
    for one in (file, *others):
        refuse_to_be_read(path_of(one, "main"))
    assert read(file) == PHOTO
    assert damage_of(file) == {"main": "", "backup": ""}
    with pytest.raises(StorageUnavailable):
        verify(file.copies.get(storage="main"))


def test_a_few_bad_neighbours_are_no_outage(file, others):
    for one in others[:2]:
        refuse_to_be_read(path_of(one, "main"))
    refuse_to_be_read(path_of(file, "main"))
    by_verifying(file)


@pytest.mark.parametrize("marker", ["missing", "unreadable"])
def test_a_storage_without_a_readable_marker_is_an_outage(file, others, marker):
    backend = get_backends()["main"]
    assert backend.volume.marker_expected
    refuse_to_be_read(path_of(file, "main"))
    (backend.directory / MARKER).unlink()
    if marker == "unreadable":
        (backend.directory / MARKER).symlink_to("/proc/self/mem")
    assert read(file) == PHOTO
    assert damage_of(file) == {"main": "", "backup": ""}


def test_a_volume_that_went_away_is_an_outage(file, others, break_storage):
    break_storage("main")
    assert read(file) == PHOTO
    assert damage_of(file) == {"main": "", "backup": ""}


def test_a_directory_of_files_that_is_none_is_an_outage(file, others):
    """ENOTDIR: nothing there can be replaced by a new file."""
    shard = path_of(file, "main").parent
    shutil.rmtree(shard)
    shard.write_text("no directory")
    with pytest.raises(StorageUnavailable):
        verify(file.copies.get(storage="main"))


@pytest.fixture
def backend(tmp_path):
    backend = DirectoryBackend(tmp_path / "storage")
    for _ in range(3):
        backend.write(new_file_key(), [b"x"])
    return backend


def of_a_read_that_fails(backend, number):
    with backend.volume.reading(backend.path(new_file_key())):
        raise OSError(number, "as of the system")


@pytest.mark.parametrize(
    "name",
    ["EIO", "EBADMSG", "EUCLEAN", "ENXIO", "ENODATA", "EREMOTEIO", "EILSEQ", "EISDIR", "ELOOP", "EACCES"],
)
def test_errors_of_bytes(backend, name):
    with pytest.raises(Damaged):
        of_a_read_that_fails(backend, getattr(errno, name))


OF_THE_WAY = [
    *("ESTALE", "ETIMEDOUT", "ENOTCONN", "ENODEV", "EHOSTDOWN", "EHOSTUNREACH", "ECONNRESET", "ESHUTDOWN"),
    *("ENOMEM", "EMFILE", "ENFILE", "EBUSY", "EAGAIN", "ENOTDIR", "EROFS", "ENOSPC"),
]


@pytest.mark.parametrize("name", OF_THE_WAY)
def test_errors_of_the_way(backend, name):
    with pytest.raises(StorageUnavailable):
        of_a_read_that_fails(backend, getattr(errno, name))


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux's /proc")
def test_the_error_comes_while_reading_too(backend):
    key = next(iter(backend.list()))[0]
    refuse_to_be_read(backend.path(key))
    with backend.open(key) as file:
        for read in (lambda: file.read(10), lambda: file.read()):
            with pytest.raises(Unreadable, match="error"):
                read()
