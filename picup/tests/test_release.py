import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from picup.cache.get_or_build import release
from picup.release import FOLDERS, read_release

PROGRAM = """
import django; django.setup()
from picup.cache.get_or_build import release
print("started", flush=True)
for _ in iter(input, "end"):
    print(release(), flush=True)
"""


@pytest.fixture
def program(tmp_path):
    """A copy of the program, of which a test may make an update."""
    for folder in FOLDERS:
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def start(program, tmp_path_factory):
    """Starts a process of that program; `ask(process)` for the name under which it keeps pages."""
    begun, data = [], tmp_path_factory.mktemp("data")

    def start(**environment: str):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            cwd=program,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "picup.settings",
                "DATA_DIR": str(data),
                "RELEASE": "",
                **environment,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        assert process.stdout.readline() == "started\n"
        return process

    yield start
    for process in begun:
        process.communicate("end\n", timeout=60)


def ask(process) -> str:
    process.stdin.write("go on\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def test_a_process_keeps_its_name_through_an_update(program, start):
    """Also one that has shown no page yet when its files are replaced."""
    old = start()
    name = ask(old)
    late = start()
    (program / "templates" / "_album.html").write_text("<p>New.</p>")
    assert ask(late) == ask(old) == name != ""
    assert ask(start()) not in ("", name)


def test_a_given_name(program, start):
    one = ask(start(RELEASE="2026.11"))
    (program / "templates" / "_album.html").write_text("<p>New.</p>")
    assert one == ask(start(RELEASE="2026.11"))


def test_another_given_name(settings):
    settings.RELEASE = "2026.11"
    one = release()
    settings.RELEASE = "2026.12"
    assert release() != one


@pytest.mark.parametrize(
    "name",
    ["templates/_album.html", "albums/fragments.py", "locale/ko/LC_MESSAGES/django.mo", "static/new.css"],
)
def test_another_after_any_change(tmp_path, name):
    (tmp_path / name).parent.mkdir(parents=True)
    names = {read_release(tmp_path)}
    for text in ("old", "new", "old "):
        (tmp_path / name).write_text(text)
        names.add(read_release(tmp_path))
    (tmp_path / name).rename(tmp_path / f"{name}2")
    names.add(read_release(tmp_path))
    assert len(names) == 5


def test_the_same_wherever_it_lies(tmp_path):
    for place in ("a", "b c/사진"):
        (tmp_path / place / "albums").mkdir(parents=True)
        (tmp_path / place / "albums" / "pieces.py").write_text("pass")
        # What running it leaves behind.
        (tmp_path / place / "albums" / "__pycache__").mkdir()
        (tmp_path / place / "albums" / "__pycache__" / "pieces.pyc").write_text(place)
    assert read_release(tmp_path / "a") == read_release(tmp_path / "b c" / "사진")


@pytest.mark.parametrize("kind", ["link into nothing", "link in a circle", "pipe"])
def test_what_is_no_file_does_not_stop_the_start(tmp_path, kind):
    """An editor's lock, for example. It is no part of a page either."""
    (tmp_path / "albums").mkdir()
    (tmp_path / "albums" / "pieces.py").write_text("pass")
    name = read_release(tmp_path)
    odd = tmp_path / "albums" / ".#pieces.py"
    if kind == "pipe":
        os.mkfifo(odd)
    else:
        odd.symlink_to("nobody@nowhere" if kind == "link into nothing" else odd.name)
    assert read_release(tmp_path) == name
