import os
import subprocess
import sys

import pytest

from tests.support.processes import alive, descendants, has_variable, processes, read_process, send
from tests.support.site import wait_for

SLEEP = "import sys; print(flush=True); sys.stdin.read()"


@pytest.fixture
def start(monkeypatch):
    """Starts a process with these arguments, and returns it when it runs."""
    started = []
    monkeypatch.setenv("COLUMNS", "20")

    def start(*arguments: str, **environment: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", SLEEP, *arguments], stdin=-1, stdout=-1, env={**os.environ, **environment}
        )
        started.append(process)
        process.stdout.readline()
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("first", ["x" * 3000, "a home with blanks", "가족", "", "two\nlines", "a ) b"])
def test_arguments_are_whole(start, first):
    process = start(first, "worker")
    assert read_process(process.pid).arguments[3:] == (first, "worker")
    assert process.pid in descendants(os.getpid(), processes())


def test_the_dead_are_not_alive(start):
    process = start()
    assert alive([process.pid]) == [process.pid]
    send(process.pid)
    # Before anybody has asked how it ended: it is a zombie.
    wait_for(lambda: not alive([process.pid]))
    process.wait()
    assert read_process(process.pid) is None
    send(process.pid)


def test_a_variable_is_the_whole_one(start):
    process = start(MARK="a b")
    assert has_variable(process.pid, "MARK", "a b")
    assert not has_variable(process.pid, "MARK", "a")
    assert not has_variable(process.pid, "ARK", "a b")
    assert not has_variable(0, "MARK", "a b")
