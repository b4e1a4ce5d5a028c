"""The nine file scenarios of reference.md, through the public addresses: main is a directory, backup a real S3
server behind a proxy that breaks. A storage fails because its volume is not mounted or its server is dead.
"""

import hashlib
import threading

import pytest
from django.core.management import call_command
from django.urls import reverse

from albums.models import Derivative, Picture
from albums.services.albums import create_album
from albums.services.deletion import delete_pictures
from albums.services.trash import trash_pictures
from albums.tests.helpers import add, deliver, photo, send
from deploy.local.fixtures import member_fixture
from deploy.local.members.s3 import BUCKET
from outbox.dead_letters import replay
from outbox.models import DeadLetter, Message
from storage import backends
from storage.backends.directory import MARKER
from storage.models import FileCopy, StoredFile, Usage
from storage.tests.declaring import bucket, declare, directory
from tests.support.proxy import Proxy

s3 = member_fixture("s3", own=True)
pytestmark = pytest.mark.django_db(transaction=True)
PHOTO = photo(1, size=(1200, 900))


@pytest.fixture
def way(s3):
    with Proxy(s3.port) as proxy:
        yield proxy


@pytest.fixture(autouse=True)
def storages(tmp_path, settings, monkeypatch, s3, way, request):
    """Both as the site has them. Every test has a place of its own in the bucket."""
    main = tmp_path / "main"
    main.mkdir()
    (main / MARKER).touch()
    for name, value in s3.credentials.items():
        monkeypatch.setenv(name, value)
    settings.STAGING_DIR = tmp_path / "staging"
    backup = bucket(
        bucket_name=BUCKET,
        location=tmp_path.name,
        endpoint_url=way.url,
        connect_seconds=1,
        read_seconds=1,
        attempts=1,
    )
    declare(settings, main=directory(main, prepared=True), backup=backup)
    settings.STORAGE_WRITE_TIMEOUT_SECONDS = 2
    storages = backends.get_backends()
    # A client takes half a second to make, and longer on a busy machine: not of an upload's two.
    storages["backup"].size("0" * 40)
    return storages


@pytest.fixture
def album(jieun):
    return create_album(person=jieun, title="Summer in Jeju", description="")


@pytest.fixture
def unmount(storages, tmp_path):
    """Main as when its volume is gone: an empty mount point. Called again, it is back."""
    main, away = tmp_path / "main", tmp_path / "away"

    def unmount() -> None:
        if away.exists():
            assert not list(main.iterdir()), "something was written into an empty mount point"
            main.rmdir()
            away.rename(main)
        else:
            main.rename(away)
            main.mkdir()

    return unmount


def objects() -> dict[str, list[str]]:
    return {
        name: sorted(key for key, _ in backend.list()) for name, backend in backends.get_backends().items()
    }


def original(client, picture: Picture) -> bytes | None:
    response = client.get(reverse("picture_file", args=[picture.public_id, "original"]))
    if response.status_code != 200:
        return None
    return b"".join(response.streaming_content) if response.streaming else response.content


def used() -> int:
    return Usage.objects.get().used_bytes


def damage() -> set[str]:
    return set(FileCopy.objects.values_list("damage", flat=True))


def refuse(client, album, reason: str) -> None:
    [result] = send(client, album, PHOTO).json()["results"]
    assert result["status"] == "rejected" and reason in result["reason"], result


def test_1_upload_all_well(minsu_client, album):
    picture = add(minsu_client, album, PHOTO)
    deliver()
    files = StoredFile.objects.filter(state="stored")
    assert files.count() == 4 and Derivative.objects.count() == 3
    keys = sorted(files.values_list("key", flat=True))
    assert objects() == {"main": keys, "backup": keys}
    for file in files:
        contents = {backend.open(file.key).read() for backend in backends.get_backends().values()}
        [content] = contents
        for copy in file.copies.all():
            assert (copy.size, copy.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert used() == len(PHOTO) and original(minsu_client, picture) == PHOTO


def test_2_main_fails(minsu_client, album, unmount):
    """The row stays as evidence that nothing is stored; she gets an error; a retry works."""
    unmount()
    refuse(minsu_client, album, "cannot be kept safely")
    assert not Picture.objects.exists() and used() == 0
    assert StoredFile.objects.get().state == "abandoned"
    unmount()
    deliver()
    assert StoredFile.objects.get().state == "deleted" and objects() == {"main": [], "backup": []}
    add(minsu_client, album, PHOTO)


@pytest.mark.parametrize("fault", ["refuses", "hangs", "cuts", "slow", "500", "403", "200 with other bytes"])
def test_3_backup_fails(minsu_client, album, way, fault):
    """An error; main's copy is deleted asynchronously; a retry works."""
    harm = {
        "refuses": way.refuses,
        "hangs": lambda: way.hangs(after=3000, way="up"),
        "cuts": lambda: way.cuts(after=3000, way="up"),
        "slow": lambda: way.slows(to=1, way="up"),
        "500": lambda: way.answers(500),
        "403": lambda: way.answers(403),
        "200 with other bytes": lambda: way.answers(200, b"other bytes"),
    }
    harm[fault]()
    refuse(minsu_client, album, "cannot be kept safely")
    assert not Picture.objects.exists() and used() == 0
    way.passes()
    deliver()
    if fault == "slow":
        sweep_what_came_late()
    assert objects() == {"main": [], "backup": []}
    assert StoredFile.objects.get().state == "deleted"
    add(minsu_client, album, PHOTO)


def sweep_what_came_late() -> None:
    """The way is quick again: a write that was given up may end as an object after all, when its deletion is done."""
    for thread in threading.enumerate():
        if thread.name == "write to backup":
            thread.join(30)
    call_command("sweep_files", "--delete", "--older-than", "0")


def test_3_backup_server_killed(minsu_client, album, s3, own_stack):
    own_stack.kill("s3")
    try:
        refuse(minsu_client, album, "cannot be kept safely")
    finally:
        own_stack.start("s3")
    deliver()
    assert objects() == {"main": [], "backup": []} and used() == 0


def test_4_read_all_well(minsu_client, album, way):
    """Only main is touched: the way to backup is shut, and was not tried."""
    picture = add(minsu_client, album, PHOTO)
    way.refuses()
    before = way.connections
    assert original(minsu_client, picture) == PHOTO
    assert way.connections == before


@pytest.mark.parametrize("harm", ["lost", "cut", "flipped"])
def test_5_main_has_lost_the_file(minsu_client, album, storages, harm):
    """Served from backup, written back to main once it has proved right."""
    picture = add(minsu_client, album, PHOTO)
    path = storages["main"].path(picture.file.key)
    good = path.read_bytes()
    ruined = {"lost": None, "cut": good[:-1], "flipped": good[:50] + bytes([good[50] ^ 4]) + good[51:]}[harm]
    path.unlink() if ruined is None else path.write_bytes(ruined)
    assert original(minsu_client, picture) == PHOTO
    assert damage() == {"", "missing" if harm == "lost" else "changed"}
    deliver()
    assert path.read_bytes() == good and damage() == {""}


def test_6_main_is_broken_in_another_way(minsu_client, album, unmount):
    """Served from backup, nothing written: not into the mount point, and no row calls anything lost."""
    picture = add(minsu_client, album, PHOTO)
    deliver()
    unmount()
    assert original(minsu_client, picture) == PHOTO
    assert damage() == {""} and not Message.objects.filter(task="storage.heal_file").exists()
    unmount()
    assert original(minsu_client, picture) == PHOTO


def test_7_delete_all_well(minsu_client, album):
    picture = add(minsu_client, album, PHOTO)
    deliver()
    trash_pictures([picture])
    delete_pictures(Picture.objects.all())
    assert used() == 0 and not Picture.objects.exists(), "she does not wait for any file"
    deliver()
    assert objects() == {"main": [], "backup": []}
    assert set(StoredFile.objects.values_list("state", flat=True)) == {"deleted"}


def test_7_already_gone_is_success(minsu_client, album, storages):
    picture = add(minsu_client, album, PHOTO)
    storages["main"].delete(picture.file.key)
    trash_pictures([picture])
    delete_pictures(Picture.objects.all())
    deliver()
    assert objects() == {"main": [], "backup": []}


def test_8_deletion_fails(minsu_client, album, way, settings):
    """Retried, then a dead letter that an outage replays; main's copy does not wait for backup's."""
    settings.OUTBOX_MAX_FAILURES = 2
    picture = add(minsu_client, album, PHOTO)
    trash_pictures([picture])
    delete_pictures(Picture.objects.all())
    way.refuses()
    for _ in range(3):
        deliver()
    way.passes()
    assert DeadLetter.objects.get(task="storage.delete_files").state == "open"
    assert objects()["main"] == [] and objects()["backup"] == [picture.file.key]
    replay(DeadLetter.objects.get(task="storage.delete_files"), by="")
    deliver()
    assert objects() == {"main": [], "backup": []}


def test_9_the_broker_is_down(minsu_client, album, settings):
    """She gets a normal answer; the events wait in the outbox and go when it is back."""
    settings.CELERY_BROKER_URL = "amqp://nobody@127.0.0.1:1//"
    picture = add(minsu_client, album, PHOTO)
    assert original(minsu_client, picture) == PHOTO
    waiting = Message.objects.filter(state="pending").values_list("task", flat=True)
    assert "albums.make_derivatives" in waiting
    deliver()
    assert Derivative.objects.count() == 3


def test_one_copy_is_enough_where_that_is_chosen(minsu_client, album, way, settings):
    """STORAGE_COPIES_REQUIRED=1: accepted while S3 is down, and completed when it is back."""
    settings.STORAGE_COPIES_REQUIRED = "1"
    way.refuses()
    picture = add(minsu_client, album, PHOTO)
    assert original(minsu_client, picture) == PHOTO
    assert list(picture.file.copies.values_list("storage", flat=True)) == ["main"]
    way.passes()
    deliver()
    deliver()
    keys = sorted(StoredFile.objects.filter(state="stored").values_list("key", flat=True))
    assert objects() == {"main": keys, "backup": keys}
