"""Callers who keep connections open: what an attacker sends, or does not send, on many of them at once."""

import socket
import threading
from contextlib import ExitStack, closing, contextmanager, suppress

from tests.support.browser import Person

ESTABLISHED = 1


class SlowCallers:
    """Connections to one site, closed with it. `with SlowCallers(url) as callers: callers.unfinished_heads(100)`"""

    def __init__(self, url: str, person: Person | None = None):
        host, _, port = url.removeprefix("http://").partition(":")
        self.address = (host, int(port))
        self.person = person
        self.stack = ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.stack.close()

    def connect(self, receive_buffer: int = 0) -> socket.socket:
        line = self.stack.enter_context(closing(socket.socket()))
        line.settimeout(120)
        if receive_buffer:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        line.connect(self.address)
        return line

    def head(self, request: str, *fields: str) -> bytes:
        host = f"Host: {self.address[0]}:{self.address[1]}"
        cookies = []
        if self.person:
            jar = "; ".join(f"{name}={value}" for name, value in self.person.session.cookies.items())
            cookies = [f"Cookie: {jar}"]
        return "\r\n".join([f"{request} HTTP/1.1", host, *cookies, *fields, "", ""]).encode()

    def idle(self, count: int) -> list[socket.socket]:
        return [self.connect() for _ in range(count)]

    def unfinished_heads(self, count: int, request: str = "GET /") -> list[socket.socket]:
        return [self.say(self.head(request)[:-2]) for _ in range(count)]

    def slow_bodies(self, count: int, path: str, length: int = 1_000_000) -> list[socket.socket]:
        """Forms and uploads whose body has begun."""
        fields = ("Content-Type: multipart/form-data; boundary=b", f"Content-Length: {length}")
        begun = self.head(f"POST {path}", *fields) + b"--b\r\nContent-Disposition: form-data"
        return [self.say(begun) for _ in range(count)]

    def unread(self, count: int, path: str) -> list[socket.socket]:
        """Downloads whose answer is never read, with as little room for it as the kernel allows."""
        return [self.say(self.head(f"GET {path}"), receive_buffer=1) for _ in range(count)]

    def say(self, words: bytes, receive_buffer: int = 0) -> socket.socket:
        line = self.connect(receive_buffer)
        # Those who are refused at once.
        with suppress(OSError):
            line.sendall(words)
        return line


@contextmanager
def trickle(lines: list[socket.socket], seconds: float = 1, byte: bytes = b"x"):
    """Meanwhile send a byte on each line now and then, so that none is ever silent."""
    enough = threading.Event()

    def go_on() -> None:
        while not enough.wait(seconds):
            for line in lines:
                with suppress(OSError):
                    line.send(byte)

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


def is_open(line: socket.socket) -> bool:
    """Tell whether the site still holds this line, without reading what it has sent. Linux only."""
    return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == ESTABLISHED
