"""gunicorn as the stack starts it: by itself, in an environment that no settings have touched."""

import os
import signal
import subprocess
import sys

import pytest

from tests.support.processes import descendants, processes
from tests.support.site import REPOSITORY, Site, end_with_parent, wait_for

RELOAD, FEWER, KILL = signal.SIGHUP, signal.SIGTTOU, signal.SIGKILL


class WebAlone(Site):
    def start(self) -> "WebAlone":
        # pytest's own settings have set it.
        self.environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
        command = [sys.executable, "-m", "gunicorn", "--config", "picup/gunicornconfig.py", "picup.wsgi"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,
            )
        self.wait_until_up()
        return self

    def stop(self) -> None:
        """As a supervisor does. At SIGINT gunicorn's worker shuts its pool down inside the signal's handler.

        A worker that is just starting a thread waits there for a lock of its own, until `graceful_timeout`.
        """
        self.process.terminate()
        self.process.wait(60)

    def workers(self) -> list[int]:
        return descendants(self.process.pid, processes())


@pytest.fixture(scope="module")
def site():
    site = WebAlone(WEB_PROCESSES="2")
    try:
        yield site.start()
    finally:
        print(site.log.read_text()[-3000:])
        site.remove()


@pytest.mark.parametrize("number", [KILL, RELOAD, FEWER], ids=lambda number: number.name)
def test_it_outlives_its_workers(site, number):
    """Two of them: a master that fails when it counts the first is seen dead before the second is replaced."""
    for _ in range(2):
        before = wait_for(site.workers)
        os.kill(before[0] if number == KILL else site.process.pid, number)
        wait_for(lambda before=before: site.process.poll() is not None or set(site.workers()) != set(before))
        if number == FEWER:
            break
    site.wait_until_up()
    assert site.process.poll() is None
