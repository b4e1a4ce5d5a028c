"""Fetching what the uploader needs from npm, where npm has no answer: it ends, fails nothing, and leaves nothing."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.support.site import REPOSITORY


@pytest.fixture
def copy(tmp_path):
    """The folder with its lock file, without what was installed."""
    folder = tmp_path / "requirements" / "browser"
    shutil.copytree(
        REPOSITORY / "requirements" / "browser", folder, ignore=shutil.ignore_patterns("node_modules")
    )
    return folder


def install(folder, **environment: str) -> subprocess.CompletedProcess:
    nowhere = {"npm_config_registry": "http://127.0.0.1:9", "npm_config_cache": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, folder / "install.py"],
        env={**os.environ, **nowhere, "PIP_INDEX_URL": "http://127.0.0.1:9", **environment},
        capture_output=True,
        text=True,
        timeout=500,
    )


def test_it_works(copy):
    done = install(copy)
    assert done.returncode == 0 and "Going on without" in done.stdout
    assert not (copy.parents[1] / "vendor").exists()


def test_without_npm(copy, tmp_path):
    (tmp_path / "bin").mkdir()
    done = install(copy, PATH=str(tmp_path / "bin"), PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path / "bin"))
    assert done.returncode == 0 and "Going on without" in done.stdout
    assert not (copy.parents[1] / "vendor").exists()


def test_the_lock_file_is_of_this_package_and_names_no_host():
    folder = REPOSITORY / "requirements" / "browser"
    lock = (folder / "package-lock.json").read_text()
    assert '"tus-js-client": "4.3.1"' in lock and '"resolved"' not in lock and "sha512-" in lock
