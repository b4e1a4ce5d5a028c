"""kill -9 in the middle of an import, and two imports at once: nothing twice, nothing lost. Real processes."""

import subprocess
import sys
from collections import Counter

import pytest

from albums.tests.helpers import photo
from tests.support.site import REPOSITORY, Site, wait_for

COUNT = 40
OWNER = (
    "from accounts.models import Family, User;"
    "User.objects.create(family=Family.objects.create(name='Kim'), role='owner', email='jieun@example.com')"
)
PICTURES = "SELECT sha256 FROM albums_picture"


@pytest.fixture
def own_site():
    site = Site()
    site.manage("shell", "--no-imports", "-c", OWNER)
    yield site
    site.remove()


def start(site, folder) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "import_photos", str(folder), "--by=jieun@example.com"]
    report = f"--report={site.directory}/report.txt"
    return subprocess.Popen(
        [*command, report], cwd=REPOSITORY, env=site.environment, stdout=subprocess.DEVNULL
    )


def test_it_goes_on_after_a_kill_and_two_at_once_add_nothing_twice(own_site, tmp_path):
    folder = tmp_path / "from"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number}.jpg").write_bytes(photo(number))
    killed = start(own_site, folder)
    wait_for(lambda: own_site.query(PICTURES))
    killed.kill()
    killed.wait()
    assert 0 < len(own_site.query(PICTURES)) < COUNT

    both = [start(own_site, folder) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    found = Counter(sha256 for (sha256,) in own_site.query(PICTURES))
    assert len(found) == COUNT and set(found.values()) == {1}
    assert own_site.query("SELECT COUNT(*) FROM albums_album") == [(1,)]
    assert own_site.query("SELECT COUNT(*) FROM storage_storedfile WHERE state = 'stored'") == [(COUNT,)]
