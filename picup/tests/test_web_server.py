"""What the operator says of the web server, read in processes of their own as `manage.py` and gunicorn read it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

SETTINGS = "from django.conf import settings; print(settings.WEB_PROCESSES, settings.WEB_THREADS, settings.WEB_UPLOADS)"
GUNICORN = "from picup.gunicornconfig import workers, threads; print(workers, threads)"
BOTH = (SETTINGS, GUNICORN)
# A process for each reading, forked from one that has loaded what takes long and reads nothing of the operator.
EACH = """
import json, os, sys
import django.db.models, django.urls, picup.ops.logs

assert not {"picup.settings", "picup.gunicornconfig"} & set(sys.modules)
for number, (code, environment) in enumerate(json.loads(sys.argv[2])):
    if not os.fork():
        for name, descriptor in (("out", 1), ("err", 2)):
            os.dup2(os.open(f"{sys.argv[1]}/{number}.{name}", os.O_WRONLY | os.O_CREAT), descriptor)
        os.environ.update(environment)
        exec(code)
        sys.stdout.flush()
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
"""


@dataclass
class Reading:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def read_each(tmp_path):
    def read_each(*cases: tuple[str, dict[str, str]]) -> list[Reading]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WEB_")}
        own = {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "picup.settings"}
        run = subprocess.run(
            [sys.executable, "-c", EACH, str(tmp_path), json.dumps(cases)],
            cwd=settings.BASE_DIR,
            env=kept | own,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert run.returncode == 0, run.stderr
        codes = map(int, run.stdout.split())
        return [reading_of(code, tmp_path / str(number)) for number, code in enumerate(codes)]

    return read_each


def reading_of(code: int, printed: Path) -> Reading:
    out, err = (printed.with_suffix(suffix).read_text() for suffix in (".out", ".err"))
    return Reading(code, out, err)


THREADS = {"": 4, "8": 4, "64": 4, "6": 3, "4": 2, "3": 1, "2": 1, "1": 1}


def test_it_works(read_each):
    """However few threads there are, uploads alone do not take them all; the settings and gunicorn say the same."""
    cases = [(code, {"WEB_THREADS": threads}) for threads in THREADS for code in BOTH]
    readings = [reading.stdout.split() for reading in read_each(*cases)]
    said = dict(zip(THREADS, readings[::2], strict=True))
    assert {threads: int(uploads) for threads, (*_, uploads) in said.items()} == THREADS
    assert [both for *both, _ in said.values()] == readings[1::2]


def test_the_operator_may_say_another(read_each):
    said = {"WEB_THREADS": "4", "WEB_UPLOADS": "4", "WEB_PROCESSES": "3"}
    [reading] = read_each((SETTINGS, said))
    assert reading.stdout.split() == ["3", "4", "4"]


@pytest.mark.parametrize("name", ["WEB_PROCESSES", "WEB_THREADS"])
def test_what_is_not_understood_stops_both(read_each, name):
    """Without any worker gunicorn would listen and answer nobody."""
    cases = [(code, {name: value}) for value in ("0", "-1", "two", "1.5") for code in BOTH]
    readings = read_each(*cases)
    assert len(readings) == len(cases)
    for case, done in zip(cases, readings, strict=True):
        assert done.returncode != 0 and f"ImproperlyConfigured: {name} must be" in done.stderr, case


def test_a_port_that_there_is_not(read_each):
    for reading in read_each(*((SETTINGS, {"PORT": value}) for value in ("65536", "70000"))):
        assert "ImproperlyConfigured: PORT must be at most 65535." in reading.stderr
