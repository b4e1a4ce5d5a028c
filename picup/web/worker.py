"""gunicorn's threaded worker, with one difference: a thread is given to requests, never to those who keep it waiting.

gunicorn 27 gives a new connection a thread at once. The thread then waits, without any deadline, for the rest of a
head, for a body, and for a reader; and at the end of a connection the main thread, which accepts all others, waits two
seconds for the caller to close. Four connections that send nothing were enough to stop a site, and no setting changes
that. Here a connection waits in the poller, which costs no thread:

- before its request: until the head is complete, and also the body if it is small (`find_missing`);
- after its answer: until a slow reader has taken what is kept of it (`picup/web/paced_socket.py`);
- at its end: until the caller has seen the answer and closes, or has sent the rest of a body that nobody wants.

Each wait has a deadline, and each address has a bound of connections (`picup/web/crowd.py`). TLS ends before the site.
"""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from selectors import EVENT_READ, EVENT_WRITE

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

from picup.web.arrival import HEAD_BYTES, TOO_LONG, TOO_MANY, find_missing
from picup.web.crowd import Crowd
from picup.web.paced_socket import RATE, PacedSocket

# From its first byte to its end; and what a new connection may wait before its first byte.
HEAD_SECONDS = 10
# For the answer to be seen before the connection is closed, and for the rest of a body that is thrown away.
LINGER_SECONDS = 5
# For bytes of a body that nobody has read, before another request on the same connection. They are there or are not.
LEFTOVER_SECONDS = 0.1
# Bytes of answers that one process keeps for slow readers.
KEPT_IN_ALL = 64 * 1024 * 1024
SWEEP_SECONDS = 0.5


class PatientWorker(ThreadWorker):
    """The methods without an underscore that gunicorn does not have are steps of one connection's life, in order."""

    def run(self):
        # Known only now: gunicorn imports this file before the site is loaded.
        from django.conf import settings

        from picup.core.refusals import refused

        self.refused = refused
        self.crowd = Crowd(self.worker_connections, settings.TRUSTED_PROXIES)
        self.waiting = self.crowd.waiting
        self.sweep_at = 0.0
        self.tpool = ThreadPoolExecutor(settings.WEB_THREADS + settings.WEB_THREADS_BESIDE)
        super().run()

    def enqueue_req(self, conn):
        """Give a thread to a connection. A new one waits for its request first."""
        if conn.initialized:
            super().enqueue_req(conn)
        else:
            self.welcome(conn)

    def welcome(self, conn):
        conn.sock = PacedSocket(conn.sock)
        conn.received, conn.has_head = bytearray(), False
        self.crowd.enter(conn)
        if trouble := self.crowd.find_trouble(conn):
            leaving = self.crowd.find_first_to_leave(conn, trouble)
            if not leaving:
                self.refuse(conn, TOO_MANY, trouble)
                return
            self.drop(leaving, trouble)
        self.wait(conn, EVENT_READ, self.read_request, HEAD_SECONDS)

    def wait(self, conn, event, then, seconds):
        """Put a connection into the poller. Call `then` whenever it is ready, and close it after `seconds`."""
        conn.since, conn.then = time.monotonic(), then
        conn.deadline = conn.since + seconds
        self.waiting[conn] = None
        self.poller.register(conn.sock, event, lambda sock: then(conn) if conn in self.waiting else None)

    def end_wait(self, conn):
        if conn in self.waiting:
            del self.waiting[conn]
            self.poller.unregister(conn.sock)

    def read_request(self, conn):
        data = take(conn.sock)
        if data == b"":
            self.drop(conn)
        elif data:
            if not conn.received:
                conn.deadline = time.monotonic() + HEAD_SECONDS
            conn.received += data
            self.look_at_request(conn)

    def look_at_request(self, conn):
        """Give a thread to a request that is complete, or whose body is too large to wait for."""
        missing = find_missing(conn.received)
        if missing == 0:
            self.end_wait(conn)
            conn.init()
            conn.parser.unreader.unread(bytes(conn.received))
            conn.received.clear()
            conn.has_head = False
            self.enqueue_req(conn)
        elif missing and not conn.has_head:
            conn.has_head = True
            conn.deadline = time.monotonic() + HEAD_SECONDS + missing / RATE
        elif missing is None and len(conn.received) > HEAD_BYTES:
            self.end_wait(conn)
            self.refuse(conn, TOO_LONG, "long head")

    def _keepalive_after(self, conn, keepalive):
        """Tell if the connection can be used again. gunicorn's own waits 5 s in a thread for the rest of the body."""
        if not keepalive:
            return False
        # None for a body in parts. On a busy machine even a moment's deadline may be over before anything is read.
        left = getattr(conn.parser.mesg.body.reader, "length", None)
        is_here = left is not None and left <= len(conn.parser.unreader.buf.getvalue())
        return conn.parser.finish_body(deadline=None if is_here else time.monotonic() + LEFTOVER_SECONDS)

    def finish_request(self, conn, fs):
        """Go on with a connection whose thread is done."""
        conn.is_kept_alive = not fs.cancelled() and fs.exception() is None and fs.result()
        if conn.sock.is_cut or conn.sock.fileno() < 0:
            self.drop(conn)
        elif conn.sock.kept:
            # Its pace is its deadline.
            self.wait(conn, EVENT_WRITE, self.send_rest, float("inf"))
        else:
            self.go_on(conn)

    def send_rest(self, conn):
        try:
            conn.sock.send_kept()
        except OSError:
            self.drop(conn)
            return
        if not conn.sock.kept:
            self.end_wait(conn)
            self.go_on(conn)

    def go_on(self, conn):
        """Wait for the next request, of which a part may have come with the last one, or for the end."""
        if not conn.is_kept_alive:
            self.linger(conn)
            return
        conn.received += conn.parser.unreader.take_buffered()
        seconds = HEAD_SECONDS if conn.received else self.cfg.keepalive
        self.wait(conn, EVENT_READ, self.read_request, seconds if self.alive else STOP_KEEPALIVE_LINGER)
        if conn.received:
            self.look_at_request(conn)

    def linger(self, conn):
        """Close in a way that the caller sees the answer: an unread byte would have the kernel take it back."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.drop(conn)
            return
        self.wait(conn, EVENT_READ, self.throw_away, LINGER_SECONDS)

    def throw_away(self, conn):
        if take(conn.sock) == b"":
            self.drop(conn)

    def refuse(self, conn, answer: str, why: str):
        self.refused(why, conn.address)
        with suppress(OSError):
            conn.sock.send(answer.encode())
        self.linger(conn)

    def drop(self, conn, why: str = ""):
        if why:
            self.refused(why, conn.address)
        self.end_wait(conn)
        self.nr_conns -= 1
        self.crowd.leave(conn)
        conn.close()

    def murder_pending(self):
        """Close what has waited too long. gunicorn calls this in each round of its loop."""
        now = time.monotonic()
        if now < self.sweep_at:
            return
        self.sweep_at = now + SWEEP_SECONDS
        kept = sum(len(conn.sock.kept) for conn in self.waiting)
        for conn in list(self.waiting):
            if conn.sock.kept and (kept > KEPT_IN_ALL or conn.sock.falls_behind()):
                kept -= len(conn.sock.kept)
                conn.sock.give_up()
                self.drop(conn, "slow reader")
            elif conn.deadline <= now:
                self.drop(conn, why_late(conn) if conn.then == self.read_request else "")

    def murder_keepalived(self, force=False):
        """Close all that still wait when the process ends."""
        for conn in list(self.waiting) if force else ():
            self.drop(conn)

    def _cap_keepalive(self, deadline):
        for conn in self.waiting:
            if conn.then == self.read_request and not conn.received:
                conn.deadline = min(conn.deadline, deadline)


def why_late(conn) -> str:
    """Name the refusal of a request that did not come. That no further one comes is none."""
    if conn.has_head:
        return "slow body"
    if conn.received:
        return "slow head"
    return "" if conn.initialized else "idle"


def take(connection: PacedSocket) -> bytes | None:
    """Return what has arrived; b"" if the connection is at its end or broken; None if nothing is there."""
    try:
        return connection.take()
    except OSError:
        return b""
