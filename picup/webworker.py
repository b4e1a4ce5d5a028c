"""gunicorn's threads, with threads of their own for uploads: a hundred photos that arrive at once, or a storage that
hangs, keep nobody from looking at a page.

A request is known for an upload by its first bytes, which are looked at and left where they are. It then waits for
one of the upload threads without holding any other.
"""

import os
import re
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from gunicorn.workers.gthread import ThreadWorker

UPLOAD = re.compile(rb"(POST|PUT|PATCH) (/uploads/|/albums/[^/? ]+/add/)")
# Of the request's first line, enough to know it by.
ENOUGH = 128
# For a new connection to say what it wants; after that gunicorn decides.
WAIT_SECONDS = 1
# Linux has this for each thread: whoever looks at a page comes first.
NICENESS = 10
# How long a thread that computes keeps Python to itself while others want it. A page asks for it some dozen times, and
# would wait Python's 5 ms each time.
SWITCH_SECONDS = 0.0005
# What `handle` returns when an upload is to go on in its own threads.
ELSEWHERE = object()


class Worker(ThreadWorker):
    def init_process(self):
        threads = int(os.environ.get("WEB_UPLOADS") or 4)
        self.uploads = ThreadPoolExecutor(threads, thread_name_prefix="upload", initializer=give_way)
        sys.setswitchinterval(SWITCH_SECONDS)
        super().init_process()

    def handle(self, conn):
        return ELSEWHERE if is_upload(conn) else super().handle(conn)

    def finish_request(self, conn, future):
        """In gunicorn's main thread, after `handle`."""
        if not future.cancelled() and future.exception() is None and future.result() is ELSEWHERE:
            upload = self.uploads.submit(super().handle, conn)
            upload.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))
        else:
            super().finish_request(conn, future)

    def handle_quit(self, sig, frame):
        self.uploads.shutdown(wait=False, cancel_futures=True)
        super().handle_quit(sig, frame)


def give_way() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def is_upload(conn) -> bool:
    """False when it cannot be told: it is then handled like every other request."""
    if not conn.initialized and not conn.wait_for_data(WAIT_SECONDS):
        return False
    try:
        return UPLOAD.match(conn.sock.recv(ENOUGH, socket.MSG_PEEK | socket.MSG_DONTWAIT)) is not None
    except OSError:
        return False
