"""The drills of docs/disasters.md, from real loss to "every photo opens": a site as a family runs it, its main
storage in a directory, its backup on a real S3 server."""

import re
import shutil
from pathlib import Path

import pytest

from deploy.local.fixtures import is_installed, member_fixture, refuse
from deploy.local.members.s3 import BUCKET
from tests.support.browser import Person
from tests.support.photos import draw
from tests.support.site import RESEND, Site, wait_for

pytestmark = pytest.mark.wide

# The steps of one story: each drill leaves a site that is well.
ARE_STEPS = True
s3 = member_fixture("s3", own=True)
VARIANTS = ("thumb", "page", "screen", "original")
# A message that the embedded broker lost is sent again after OUTBOX_RESEND_SECONDS.
SETTLE_SECONDS = 300


@pytest.fixture(scope="module")
def site(s3):
    if not is_installed("boto3"):
        refuse("boto3 is not installed: make setup-servers.")
    site = Site(
        STORAGE_BACKUP_S3_BUCKET=BUCKET,
        STORAGE_BACKUP_S3_ENDPOINT_URL=s3.url,
        STORAGE_WRITE_TIMEOUT_SECONDS="30",
        **s3.credentials,
        **RESEND,
    )
    try:
        yield site.start()
    finally:
        site.remove()


class Album:
    """What a family has, and how it must look."""

    def __init__(self, site: Site):
        self.site = site
        self.person = Person(site.url).sign_up("jieun@example.com")
        self.address = self.person.new_album("Summer")
        self.bytes: dict[str, dict[str, bytes]] = {}

    def add(self, *seeds: int) -> str:
        """Returns the last one's id, when all are developed."""
        photos = [draw(seed, 400, 300) for seed in seeds]
        answer = self.person.upload(self.address, *((f"{n}.jpg", one) for n, one in enumerate(photos)))
        for photo, result in zip(photos, answer.json()["results"], strict=True):
            assert result["status"] == "added", answer.text
            self.expect(result["picture"], photo)
        return result["picture"]

    def expect(self, picture: str, photo: bytes) -> None:
        state = "SELECT state FROM albums_picture WHERE public_id = ?"
        wait_for(lambda: self.site.query(state, picture) == [("ready",)], SETTLE_SECONDS, pause=0.3)
        self.bytes[picture] = {variant: self.read(picture, variant) for variant in VARIANTS}
        assert all(self.bytes[picture].values()) and self.bytes[picture]["original"] == photo

    def read(self, picture: str, variant: str) -> bytes:
        answer = self.person.get(f"/pictures/{picture}/file/{variant}")
        return answer.content if answer.ok else b""

    def assert_every_photo_opens(self) -> None:
        assert self.person.get(self.address).ok
        for picture, variants in self.bytes.items():
            for variant, content in variants.items():
                assert self.read(picture, variant) == content, (picture, variant)


@pytest.fixture(scope="module")
def album(site):
    album = Album(site)
    album.add(*range(4))
    return album


def main_of(site: Site) -> Path:
    return site.directory / "storage" / "main"


def stored(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.rglob("*") if len(path.name) == 40}


def table(output: str) -> dict[str, dict[str, str]]:
    heads, *rows = [re.split(r"\s{2,}", line) for line in output.splitlines() if "  " in line]
    return {row[0]: dict(zip(heads, row, strict=True)) for row in rows}


def replace_storage(site: Site, name: str) -> str:
    """A new storage, filled from the other; what verify_files says."""
    return site.manage_each(["prepare", "--new-storage", name], ["verify_files", "--heal-now"])[1]


def assert_whole(site: Site, s3) -> None:
    """Two copies of everything, byte for byte, and nothing else."""
    keys = [key for (key,) in site.query("SELECT key FROM storage_storedfile WHERE state = 'stored'")]
    main, backup = stored(main_of(site)), stored(s3.files)
    assert sorted(keys) == sorted(main) and main == backup


def test_it_works(site, album, s3):
    album.assert_every_photo_opens()
    assert_whole(site, s3)
    assert all(row["good"] == row["copies"] == "16" for row in table(site.manage("verify_files")).values())


def test_the_main_storage_is_lost(site, album, s3):
    shutil.rmtree(main_of(site))
    album.assert_every_photo_opens()
    assert not main_of(site).exists(), "nothing is written where the volume was"
    healed = table(replace_storage(site, "main"))["main"]
    assert int(healed["missing"]) == int(healed["healed"]) == 16 and healed["lost"] == "0"
    assert_whole(site, s3)
    album.assert_every_photo_opens()
    album.add(100)


@pytest.mark.wide
def test_the_backup_bucket_is_lost(site, album, s3, own_stack):
    own_stack.kill("s3")
    shutil.rmtree(s3.files)
    album.assert_every_photo_opens()
    own_stack.start("s3")
    assert not stored(s3.files)
    healed = table(replace_storage(site, "backup"))["backup"]
    assert int(healed["missing"]) == int(healed["healed"]) == 20 and healed["lost"] == "0"
    assert_whole(site, s3)
    # The other storage is not what makes the photos open.
    away = main_of(site).rename(main_of(site).with_name("away"))
    album.assert_every_photo_opens()
    away.rename(main_of(site))
    album.add(101)


@pytest.mark.long
def test_the_database_is_lost(site, album, s3, tmp_path):
    site.manage("backup", str(tmp_path / "backup.tar"))
    younger = album.add(102)
    site.stop()
    for path in site.directory.glob("picup.sqlite3*"):
        path.unlink()
    _, restored = site.manage_each(["prepare"], ["restore", str(tmp_path / "backup.tar")])
    assert "Restored: the database of" in restored
    site.start()
    content = album.bytes.pop(younger)
    album.assert_every_photo_opens()
    assert not album.read(younger, "original"), "it was added after the backup"
    verified, swept = site.manage_each(
        ["verify_files", "--heal-now"], ["sweep_files", "--older-than", "0", "--delete"]
    )
    assert {row["good"] for row in table(verified).values()} == {"24"}
    assert content, "and yet no sweep touches its bytes:"
    assert swept.count("newer than the restored backup") == 8 and "0 deleted" in swept
    assert len(stored(main_of(site))) == len(stored(s3.files)) == 28
    album.add(103)


@pytest.mark.wide
def test_everything_is_lost_but_the_bucket_the_keys_and_a_backup(site, album, s3, tmp_path):
    site.manage("backup", str(tmp_path / "backup.tar"))
    site.stop()
    for path in site.directory.iterdir():
        if path.name not in ("keys", "site.log"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    site.manage_each(
        ["prepare"], ["restore", str(tmp_path / "backup.tar")], ["prepare", "--new-storage", "main"]
    )
    site.start()
    album.assert_every_photo_opens()
    healed = table(site.manage("verify_files", "--heal-now"))["main"]
    # What was opened is healed by the worker, which may be there first, even with all of it.
    assert int(healed["good"]) + int(healed["healed"]) == 4 * len(album.bytes)
    assert healed["lost"] == "0"
    album.assert_every_photo_opens()
