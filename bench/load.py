"""A small load generator: keep-alive connections on plain sockets, several processes, no parsing to speak of.

`requests` or http.client would take as much processor time per request as the server does, on the same two
cores. This takes some hundredths of a millisecond.
"""

import multiprocessing
import selectors
import socket
import time
from typing import NamedTuple

LENGTH = b"content-length: "


class Load(NamedTuple):
    """Answers a second, and p95 in milliseconds."""

    rate: float
    p95: float


def rate(
    port: int, paths: list[str], cookies: str, *, clients: int, seconds: float, processes: int = 2
) -> float:
    """Return the requests per second of `clients` connections, each of which asks again as soon as it is answered."""
    return load(port, paths, cookies, clients=clients, seconds=seconds, processes=processes).rate


def load(
    port: int, paths: list[str], cookies: str, *, clients: int, seconds: float, processes: int = 2
) -> Load:
    head = f"HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nCookie: {cookies}\r\n\r\n"
    requests = [f"GET {path} {head}".encode() for path in paths]
    processes = min(processes, clients)
    job = (port, requests, clients // processes, seconds)
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        took = sorted(one for found in pool.starmap(ask, [job] * processes) for one in found)
    return Load(len(took) / seconds, took[len(took) * 19 // 20] * 1000 if took else float("nan"))


def ask(port: int, requests: list[bytes], clients: int, seconds: float) -> list[float]:
    """Return the seconds of each whole answer. Raise for one that is not 200."""
    selector = selectors.DefaultSelector()
    for number in range(clients):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(requests[number % len(requests)])
        state = {"at": number, "got": bytearray(), "whole": 0, "sent": time.monotonic()}
        selector.register(connection, selectors.EVENT_READ, state)
    took, end = [], time.monotonic() + seconds
    while (now := time.monotonic()) < end:
        for key, _ in selector.select(min(0.1, end - now)):
            connection, state = key.fileobj, key.data
            state["got"] += connection.recv(262144)
            state["whole"] = state["whole"] or whole_length(state["got"])
            if state["whole"] and len(state["got"]) >= state["whole"]:
                now = time.monotonic()
                took.append(now - state["sent"])
                state.update(at=state["at"] + 1, got=bytearray(), whole=0, sent=now)
                connection.sendall(requests[state["at"] % len(requests)])
    for key in list(selector.get_map().values()):
        key.fileobj.close()
    return took


def whole_length(got: bytearray) -> int:
    """Return the bytes of head and body together; 0 while the head is not complete."""
    head_end = got.find(b"\r\n\r\n")
    if head_end < 0:
        return 0
    if not got.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(bytes(got[:200]))
    head = bytes(got[:head_end]).lower()
    start = head.index(LENGTH) + len(LENGTH)
    return head_end + 4 + int(head[start:].split(b"\r\n", 1)[0])
