"""Threads that probe every dependency again and again, and remember the answers.

A request reads the answers from memory, so a server that hangs delays no request.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from picup.core.registry import Probe

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 3
# Seconds of one round. A dependency that has not answered by then is down.
DEADLINE_SECONDS = 1.5


@dataclass(frozen=True)
class State:
    """Whether this process believes a dependency to be up, and since when (UTC).

    `error` is the class of the error of one that is down.
    """

    up: bool
    since: datetime
    error: str = ""


class Dependency:
    """One server or volume, and the thread that probes it now, if any."""

    def __init__(self, name: str, probe: Probe):
        self.name, self.probe = name, probe
        # Down until it has answered.
        self.state = State(False, datetime.now(UTC))
        self.thread: threading.Thread | None = None
        self.error: Exception | None = None
        self.is_judged = False

    def ask(self) -> None:
        """Start a probe, unless the last one still runs: a server that hangs would gather threads."""
        if self.thread is None or not self.thread.is_alive():
            # A daemon, because a probe that hangs on a dead volume must not keep the process alive.
            self.thread = threading.Thread(target=self.run, name=f"probe {self.name}", daemon=True)
            self.thread.start()

    def run(self) -> None:
        """Probe once, in the probe's thread, and remember the error."""
        try:
            self.probe()
        except Exception as error:
            self.error = error
        else:
            self.error = None

    def judge(self, deadline: float) -> None:
        """Wait for the answer until `deadline` (of `time.monotonic()`), set the state and log a change."""
        if self.thread:
            self.thread.join(max(0, deadline - time.monotonic()))
        error = TimeoutError() if self.thread and self.thread.is_alive() else self.error
        up, kind = error is None, type(error).__name__ if error else ""
        changed, first = (up, kind) != (self.state.up, self.state.error), not self.is_judged
        self.is_judged = True
        if changed:
            self.state = State(up, datetime.now(UTC), kind)
        if error and (changed or first):
            # Only the kind of error: its text may hold an address with a password.
            logger.warning("%s is down: %s", self.name, kind)
        elif up and changed and not first:
            logger.info("%s is up again", self.name)


class Monitor:
    """Probe the dependencies of one process. The first `read` starts the thread, also after a fork.

    `make_probes` returns the probes by name; each raises while its dependency is down.
    """

    def __init__(self, make_probes: Callable[[], dict[str, Probe]]):
        self.make_probes = make_probes
        self.lock = threading.Lock()
        self.stopped, self.wake = threading.Event(), threading.Event()
        self.forget()
        # A fork while another thread holds the lock would leave it held for ever in the child.
        os.register_at_fork(after_in_child=lambda: setattr(self, "lock", threading.Lock()))

    def forget(self) -> None:
        """Return to the state before the first `read`. A running thread ends with its round."""
        self.stopped.set()
        self.wake.set()
        self.pid = 0
        self.dependencies: list[Dependency] = []
        self.stopped = threading.Event()
        # Set to begin the next round at once.
        self.wake = threading.Event()
        self.asked_all = threading.Event()

    def read(self) -> dict[str, State]:
        """Return the state of each dependency by name, from memory. The first call waits for the first round."""
        with self.lock:
            if self.pid != os.getpid():
                self.start()
        self.asked_all.wait(DEADLINE_SECONDS + 0.5)
        return {dependency.name: dependency.state for dependency in self.dependencies}

    def start(self) -> None:
        """Make new probes and start the thread that runs rounds."""
        # After a fork the threads and connections are the parent's.
        self.forget()
        self.pid = os.getpid()
        self.dependencies = [self.make(name, probe) for name, probe in self.make_probes().items()]
        arguments = (self.dependencies, self.stopped, self.wake, self.asked_all)
        threading.Thread(target=self.run, args=arguments, name="health", daemon=True).start()

    def make(self, name: str, probe: Probe) -> Dependency:
        return Dependency(name, probe)

    def pause(self) -> float:
        return PAUSE_SECONDS

    def after_round(self) -> None:
        pass

    def run(
        self,
        dependencies: list[Dependency],
        stopped: threading.Event,
        wake: threading.Event,
        asked_all: threading.Event,
    ) -> None:
        """Run rounds until `stopped`. The arguments are this thread's own: `forget` makes new ones for the next."""
        while not stopped.is_set():
            deadline = time.monotonic() + DEADLINE_SECONDS
            for dependency in dependencies:
                dependency.ask()
            for dependency in dependencies:
                if not stopped.is_set():
                    dependency.judge(deadline)
            asked_all.set()
            if not stopped.is_set():
                self.after_round()
            wake.wait(self.pause())
            wake.clear()
