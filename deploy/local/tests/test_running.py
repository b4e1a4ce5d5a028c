"""How members share the machine."""

import os
import subprocess
from pathlib import Path

import pytest

from deploy.local.fixtures import start
from deploy.local.running import lower_session


@pytest.fixture
def sleeper():
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as sleeper:
        yield sleeper
        sleeper.kill()


def test_a_session_is_as_nice_as_it_is_told(sleeper):
    autogroup = Path(f"/proc/{sleeper.pid}/autogroup")
    if not autogroup.exists():
        pytest.skip("This kernel has no autogroups.")
    lower_session(sleeper.pid, 10)
    assert autogroup.read_text().endswith("nice 10\n")


def test_a_member_that_has_ended_already(sleeper):
    sleeper.kill()
    sleeper.wait()
    lower_session(sleeper.pid, 10)


@pytest.mark.wide
def test_pages_come_first(stack):
    """Uploads wait for them."""
    uploads = start(stack, "web-uploads")
    assert os.getpriority(os.PRIO_PROCESS, uploads.pid) == uploads.niceness == 5
    assert os.getpriority(os.PRIO_PROCESS, stack["web"].pid) == 0
