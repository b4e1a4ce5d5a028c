"""What the operator says of the web server, read in processes of their own as `manage.py` and gunicorn read it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SETTINGS = "from django.conf import settings; print(settings.WEB_PROCESSES, settings.WEB_THREADS, settings.WEB_UPLOADS)"
GUNICORN = "from picup.gunicornconfig import workers, threads; print(workers, threads)"


@pytest.fixture
def read(tmp_path):
    def read(code: str, **environment: str) -> subprocess.CompletedProcess:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WEB_")}
        own = {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "picup.settings", **environment}
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=kept | own, capture_output=True, text=True, timeout=60
        )

    return read


@pytest.mark.parametrize(
    ("threads", "uploads"), [("", 4), ("8", 4), ("64", 4), ("6", 3), ("4", 2), ("3", 1), ("2", 1), ("1", 1)]
)
def test_it_works(read, threads, uploads):
    """However few threads there are, uploads alone do not take them all; the settings and gunicorn say the same."""
    processes, both, said = read(SETTINGS, WEB_THREADS=threads).stdout.split()
    assert int(said) == uploads
    assert read(GUNICORN, WEB_THREADS=threads).stdout.split() == [processes, both]


def test_the_operator_may_say_another(read):
    assert read(SETTINGS, WEB_THREADS="4", WEB_UPLOADS="4", WEB_PROCESSES="3").stdout.split() == [
        "3",
        "4",
        "4",
    ]


@pytest.mark.parametrize("code", [SETTINGS, GUNICORN], ids=["settings", "gunicorn"])
@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
@pytest.mark.parametrize("name", ["WEB_PROCESSES", "WEB_THREADS"])
def test_what_is_not_understood_stops_both(read, code, name, value):
    """Without any worker gunicorn would listen and answer nobody."""
    done = read(code, **{name: value})
    assert done.returncode != 0 and f"ImproperlyConfigured: {name} must be" in done.stderr


@pytest.mark.parametrize("value", ["65536", "70000"])
def test_a_port_that_there_is_not(read, value):
    assert "ImproperlyConfigured: PORT must be at most 65535." in read(SETTINGS, PORT=value).stderr
