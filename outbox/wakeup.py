"""Dispatching right after a commit, so that people see their pictures in moments.

Each process has one thread that dispatches, so that no request waits for the broker. The beat's tick is the guarantee:
a nudge that is lost costs a second.
"""

import logging
import os
import threading
import time

from django.conf import settings
from django.db import close_old_connections

from outbox.dispatching import dispatch

logger = logging.getLogger(__name__)
# Between two dispatches. The first message of a burst is sent at once, and the others of twenty photos share the next
# dispatch: with a dispatch for each, their transactions would compete with the uploads themselves.
PAUSE_SECONDS = 0.25


class Nudger:
    """One thread that dispatches whenever it is woken. It starts with the first `wake()`, and again after a fork."""

    def __init__(self):
        self.pid = 0
        self.lock = threading.Lock()
        self.wanted = threading.Event()

    def wake(self) -> None:
        """Let the thread dispatch soon. Return at once."""
        with self.lock:
            if self.pid != os.getpid():
                # Threads do not survive a fork, and the parent's event may be left set or held.
                self.pid = os.getpid()
                self.wanted = threading.Event()
                threading.Thread(target=self.run, args=(self.wanted,), name="outbox", daemon=True).start()
        self.wanted.set()

    def run(self, wanted: threading.Event) -> None:
        """Dispatch whenever `wanted` is set. The body of the thread."""
        while wanted.wait():
            wanted.clear()
            try:
                dispatch()
            except Exception:
                logger.exception("A nudge could not dispatch; the beat will.")
            finally:
                close_old_connections()
            time.sleep(PAUSE_SECONDS)


nudger = Nudger()
# A fork while another thread holds the lock would leave it held for ever in the child.
os.register_at_fork(after_in_child=lambda: setattr(nudger, "lock", threading.Lock()))


def nudge() -> None:
    """Dispatch soon, in this process's thread. Do nothing if OUTBOX_NUDGE is off. Call it after the commit."""
    if settings.OUTBOX_NUDGE:
        nudger.wake()
