"""A TCP proxy that misbehaves: what lies between a site and its storage, broken on purpose.

    with Proxy(s3.port) as proxy:
        proxy.url                        # http://127.0.0.1:… : give it to the client
        proxy.passes()                   # as if it were not there (how it begins)
        proxy.hangs(after=100_000)       # after so many bytes of one direction nothing moves any more
        proxy.cuts(after=100_000)        # the connection is reset there
        proxy.flips(at=100_000)          # one bit of that byte is another
        proxy.slows(to=1)                # bytes a second
        proxy.answers(500)               # the server is never asked; also 403, or 200 with other bytes
        proxy.refuses()                  # every connection is closed at once
        proxy.drop()                     # those that are open now are closed; new ones may come
        proxy.holds(up_to=100_000)       # of all connections no more bytes go up, until it `releases()`
        proxy.moved["up"]                # bytes that it has passed on, of all connections
        proxy.broken                     # how many connections it has cut

A fault holds from now on, for connections that are open too; bytes are counted from now on, for each connection.
`way`: "up" to the server, "down" to the client.
"""

import math
import select
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

BLOCK = 64 * 1024


@dataclass(frozen=True, eq=False)
class Fault:
    kind: str = "none"
    way: str = ""
    number: int = 0
    answer: bytes = b""


class Proxy:
    def __init__(self, port: int):
        self.target = ("127.0.0.1", port)
        self.fault = Fault()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.connections = self.broken = 0
        self.moved = {"up": 0, "down": 0}
        self.most_up: float = math.inf
        self.counting = threading.Lock()
        self.open: set[socket.socket] = set()
        self.closed = threading.Event()
        threading.Thread(target=self.accept, name="proxy", daemon=True).start()

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *error) -> None:
        self.closed.set()
        # close() alone would leave the thread in accept().
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for one in list(self.open):
            close(one)

    def passes(self) -> None:
        self.fault = Fault()

    def hangs(self, *, after: int = 0, way: str = "down") -> None:
        self.fault = Fault("hang", way, after)

    def cuts(self, *, after: int = 0, way: str = "down") -> None:
        self.fault = Fault("cut", way, after)

    def flips(self, *, at: int, way: str = "down") -> None:
        self.fault = Fault("flip", way, at)

    def slows(self, *, to: int, way: str = "down") -> None:
        self.fault = Fault("slow", way, to)

    def refuses(self) -> None:
        self.fault = Fault("refuse")

    def drop(self) -> None:
        """As a telephone does that leaves one network for another."""
        for one in list(self.open):
            # Wakes up who waits for it, which close() alone does not.
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def holds(self, *, up_to: int) -> None:
        self.most_up = up_to

    def releases(self) -> None:
        self.most_up = math.inf

    def answers(self, status: int, body: bytes = b"") -> None:
        """Instead of the server, to every request, with S3's word for it when no body is given."""
        if status >= 400 and not body:
            code = {403: "AccessDenied", 500: "InternalError", 503: "SlowDown"}.get(status, "Error")
            body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode()
        head = f'HTTP/1.1 {status} Fault\r\nContent-Length: {len(body)}\r\nETag: "0"\r\nConnection: close\r\n\r\n'
        self.fault = Fault("answer", "up", len(head), head.encode() + body)

    def accept(self) -> None:
        while not self.closed.is_set():
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(client,), name="proxied", daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        self.open.add(client)
        server = None
        try:
            if self.fault.kind == "refuse":
                return
            server = socket.create_connection(self.target)
            self.open.add(server)
            Connection(self, client, server).run()
        except OSError:
            pass
        finally:
            for one in (client, server):
                if one is not None:
                    close(one)
                    self.open.discard(one)


class Connection:
    """Both directions of one connection, in one thread."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket):
        self.proxy, self.client, self.server = proxy, client, server
        self.fault = proxy.fault
        self.passed = {"up": 0, "down": 0}

    def run(self) -> None:
        while not self.proxy.closed.is_set():
            readable, _, _ = select.select([self.client, self.server], [], [], 0.1)
            if self.fault is not self.proxy.fault:
                self.fault, self.passed = self.proxy.fault, {"up": 0, "down": 0}
            for one in readable:
                way, to = ("up", self.server) if one is self.client else ("down", self.client)
                if not self.move(one, to, way):
                    return

    def move(self, one: socket.socket, to: socket.socket, way: str) -> bool:
        """Passes some bytes on, with the fault. False when the connection is over."""
        fault, passed = self.fault, self.passed[way]
        mine = fault.way == way
        room = BLOCK
        if mine and fault.kind in ("hang", "cut"):
            room = min(BLOCK, fault.number - passed)
            if room <= 0:
                return self.stall() if fault.kind == "hang" else self.cut()
        if mine and fault.kind == "slow":
            room = max(1, fault.number // 10)
        if way == "up":
            room = int(min(room, self.proxy.most_up - self.proxy.moved["up"]))
            if room <= 0:
                time.sleep(0.01)
                return True
        part = one.recv(room)
        if not part or fault.kind == "refuse":
            return False
        if mine and fault.kind == "answer":
            return self.reply(part)
        if mine and fault.kind == "flip" and passed <= fault.number < passed + len(part):
            part = flipped(part, fault.number - passed)
        to.sendall(part)
        self.passed[way] += len(part)
        with self.proxy.counting:
            self.proxy.moved[way] += len(part)
        if mine and fault.kind == "slow":
            time.sleep(len(part) / fault.number)
        return True

    def cut(self) -> bool:
        with self.proxy.counting:
            self.proxy.broken += 1
        return reset(self.client)

    def stall(self) -> bool:
        """Until there is another fault."""
        while self.fault is self.proxy.fault and not self.proxy.closed.wait(0.05):
            pass
        return not self.proxy.closed.is_set()

    def reply(self, request: bytes) -> bool:
        only_head = request.startswith(b"HEAD ")
        self.client.sendall(self.fault.answer[: self.fault.number] if only_head else self.fault.answer)
        # Closed while the request still comes, the answer would be lost on its way.
        self.client.shutdown(socket.SHUT_WR)
        self.client.settimeout(2)
        while self.client.recv(BLOCK):
            pass
        return False


def flipped(part: bytes, place: int) -> bytes:
    changed = bytearray(part)
    changed[place] ^= 1
    return bytes(changed)


def reset(one: socket.socket) -> bool:
    """The other side sees a connection reset, not an end."""
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def close(one: socket.socket) -> None:
    with suppress(OSError):
        one.close()
