"""Every variable that the previous release documents still means the same (README.md says how the files were made)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from picup.checks import FORMER_VARIABLES
from tests.support.site import REPOSITORY

HERE = Path(__file__).parent
RELEASE = HERE / "0.1"
# Read without Django's settings, by the web server's configuration.
OF_THE_WEB_SERVER = {"WEB_PROCESSES": "workers", "WEB_THREADS": "threads"}
# What the previous release set by itself, and where its value is now.
RENAMED = {"SESSION_COOKIE_NAME": "FORMER_SESSION_COOKIE_NAME"}


@pytest.fixture(scope="module")
def variables() -> dict[str, str]:
    return json.loads((RELEASE / "environment.json").read_text())


def run(*arguments: str, **environment: str) -> str:
    environment = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_they_are_read_as_before():
    then = json.loads((RELEASE / "settings.json").read_text())
    now = json.loads(run(str(HERE / "read_settings.py"), str(RELEASE / "environment.json")))
    assert {name: now.get(RENAMED.get(name, name)) for name in then} == then


def test_the_web_server_reads_its_own(variables, tmp_path):
    code = "from picup.gunicornconfig import workers, threads; print(workers, threads)"
    assert run("-c", code, **variables, DATA_DIR=str(tmp_path)).split() == [
        variables[name] for name in OF_THE_WEB_SERVER
    ]


def test_each_is_looked_at_here(variables):
    then = json.loads((RELEASE / "settings.json").read_text())
    read_elsewhere = {
        "CACHE_URL",
        "DATABASE_URL",
        "DATABASE_REPLICA_URLS",
        "EMAIL_URL",
        "LOG_FORMAT",
        "LOG_LEVEL",
    }
    rest = set(variables) - set(then) - read_elsewhere - set(OF_THE_WEB_SERVER)
    # The uploads of a process were one process's then, and are each one's now.
    assert rest - set(FORMER_VARIABLES) == {"WEB_UPLOADS"}
