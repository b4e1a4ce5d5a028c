"""gunicorn's threads, with processes of their own for uploads: a hundred photos that arrive at once, or a storage that
hangs, keep nobody from looking at a page.

A request is known for an upload by its first bytes, which are looked at and left where they are. Its connection then
goes to a process that takes uploads and nothing else, as an open socket. Where such a process dies, connections that
it had not taken yet wait for its successor.
"""

import errno
import os
import re
import socket
from contextlib import suppress

from gunicorn.workers.gthread import ThreadWorker

from picup.giving_way import give_way

UPLOAD = re.compile(rb"(POST|PUT|PATCH) (/uploads/|/albums/[^/? ]+/add/)")
# Of the request's first line, enough to know it by.
ENOUGH = 128
# For a new connection to say what it wants; after that gunicorn decides.
WAIT_SECONDS = 1
# What `handle` returns when another process has the connection now.
ELSEWHERE = object()


class Handover:
    """Connections on their way to who takes uploads. Made before the first fork, so that all processes share it."""

    def __init__(self):
        self.inlet, self.outlet = socket.socketpair()
        self.inlet.setblocking(False)

    def give(self, connection: socket.socket) -> bool:
        """False when too many are on their way already."""
        try:
            socket.send_fds(self.inlet, [b"\0"], [connection.fileno()])
        except OSError:
            return False
        return True


class Listener:
    """What gunicorn accepts connections from, where they come by a handover."""

    def __init__(self, handover: Handover, address):
        self.socket, self.address = handover.outlet, address

    def accept(self) -> tuple[socket.socket, tuple]:
        """Raises OSError, as a socket does: nothing is there, or it has gone meanwhile."""
        for descriptor in socket.recv_fds(self.socket, 1, 1)[1]:
            connection = socket.socket(fileno=descriptor)
            connection.set_inheritable(False)
            with suppress(OSError):
                return connection, connection.getpeername()
        raise ConnectionAbortedError(errno.ECONNABORTED, "A connection ended before it was taken.")

    def getsockname(self):
        return self.address

    def __getattr__(self, name: str):
        return getattr(self.socket, name)


class Worker(ThreadWorker):
    # Given by gunicornconfig.pre_fork.
    handover: Handover
    takes_uploads = False

    def init_process(self):
        if self.takes_uploads:
            # Of its own: pages would pay for what another process of their session has used.
            os.setsid()
            give_way()
            self.sockets = [Listener(self.handover, self.sockets[0].getsockname())]
            self.cfg.set("threads", int(os.environ.get("WEB_UPLOADS") or 4))
            # The next request on the connection may be for a page.
            self.cfg.set("keepalive", 0)
        super().init_process()

    def handle(self, conn):
        if not self.takes_uploads and is_upload(conn) and self.handover.give(conn.sock):
            return ELSEWHERE
        return super().handle(conn)

    def finish_request(self, conn, future):
        """In gunicorn's main thread, after `handle`."""
        if not future.cancelled() and future.exception() is None and future.result() is ELSEWHERE:
            # Only ours is closed; gunicorn's way would end the connection itself.
            self.nr_conns -= 1
            conn.close()
        else:
            super().finish_request(conn, future)


def is_upload(conn) -> bool:
    """False when it cannot be told: it is then handled like every other request."""
    if not conn.initialized and not conn.wait_for_data(WAIT_SECONDS):
        return False
    if conn.parser and conn.parser.unreader.buf.getvalue():
        # Its beginning was read with the end of the last one.
        return False
    try:
        return UPLOAD.match(conn.sock.recv(ENOUGH, socket.MSG_PEEK | socket.MSG_DONTWAIT)) is not None
    except OSError:
        return False
