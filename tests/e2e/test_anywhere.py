"""The suite in any place: a copy of the checkout whose path is long and has blanks and Korean in it. And whatever ends
it, nothing stays behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.kinds import wide
from tests.support.processes import alive, processes
from tests.support.site import REPOSITORY, wait_for

pytestmark = pytest.mark.servers
# What is not in a clone, or not needed here.
NOT_COPIED = (".git", ".venv", "var", "bench", "docs", "staticfiles", "*_cache", "__pycache__")
WORK = """
import sys
import tests.support.environment
from tests.support.site import Site

site = Site().start()
members = site.members()
assert all(members.values()), members
print(tests.support.environment.os.environ["PIC_UP_TEST_RUN"], site.process.pid, *sum(members.values(), []), flush=True)
%s
"""
WITH_SERVERS = """
import tests.support.environment
from deploy.local.fixtures import new_stack, start

stack = new_stack("anywhere")
members = [start(stack, name).pid for name in ("redis", "mariadb-primary")]
print(tests.support.environment.os.environ["PIC_UP_TEST_RUN"], *members, flush=True)
sys.stdin.read()
"""
ENDS = {
    "by an error": "sys.stdin.readline(); sys.exit(1)",
    "killed": "sys.stdin.read()",
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """As from `git clone` by somebody whose home has a long name in two languages."""
    long = tmp_path_factory.mktemp("가족 사진 of the Kims") / ("x" * 50) / "our own album" / "picup"
    shutil.copytree(REPOSITORY, long, ignore=shutil.ignore_patterns(*NOT_COPIED), symlinks=True)
    assert len(os.fsencode(long)) > 130
    return long


def begin(checkout: Path, work: str) -> tuple[subprocess.Popen, Path, list[int]]:
    """A process that works there as a test run does. With it: the run's directory, and whom it has started."""
    run = subprocess.Popen(
        [sys.executable, "-c", work],
        cwd=checkout,
        # A narrow terminal; and it is no part of this run, whose guardian would not let it end by itself.
        env={"PATH": os.environ["PATH"], "COLUMNS": "20", "TMPDIR": os.environ["TMPDIR"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    words = run.stdout.readline().split()
    assert words, "it could not start"
    return run, Path(words[0]), [int(word) for word in words[1:]]


@pytest.mark.parametrize("how", wide("killed", "by an error"))
def test_a_site_leaves_nothing_behind(checkout, how):
    run, directory, pids = begin(checkout, WORK % ENDS[how])
    assert directory.is_dir() and len(alive(pids)) >= 5, "run, and two of web, worker and beat at least"
    if how == "killed":
        run.kill()
    run.communicate("go on\n")
    wait_for(lambda: not alive(pids))
    wait_for(lambda: not directory.exists())
    assert not [one for one in processes() if str(checkout) in " ".join(one.arguments)]


def test_servers_leave_nothing_behind(checkout):
    run, directory, pids = begin(checkout, "import sys\n" + WITH_SERVERS)
    assert len(alive(pids)) == len(pids) == 2
    run.kill()
    run.communicate()
    wait_for(lambda: not alive(pids))
    wait_for(lambda: not directory.exists(), 150)


def test_its_tests_find_what_they_need(checkout):
    """pytest itself, there, with what reads the checkout's own files."""
    tests = [
        "picup/tests/test_translations.py::test_it_works",
        "picup/tests/test_translations.py::test_every_sentence_of_the_code_is_in_the_catalogue",
        "picup/tests/test_translations.py::test_the_letter_is_in_one_language",
        "deploy/local/tests/test_stack_dir.py",
        "accounts/views/tests/test_logout.py",
    ]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-n1", "-p", "no:cacheprovider", *tests],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], "COLUMNS": "20"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
