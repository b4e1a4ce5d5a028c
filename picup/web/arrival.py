"""What the web server knows of a request before a thread is given to it (picup/web/worker.py)."""

import ipaddress
import re

HEAD_BYTES = 64 * 1024
# A body up to this is waited for without a thread: every form of the site, but no photo.
SMALL_BODY = 64 * 1024
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,6})[ \t]*\r\n", re.IGNORECASE)
SENT_IN_PARTS = re.compile(rb"\r\n(transfer-encoding|expect):", re.IGNORECASE)
# Answers to what Django never sees.
REFUSAL = (
    "HTTP/1.1 {}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nRetry-After: 5\r\n\r\n"
    "{}\n{}\n"
)
TOO_MANY = REFUSAL.format(
    "503 Service Unavailable",
    "지금 조금 붐벼요. 잠시 후에 다시 해 주세요.",
    "Too much at once. Please wait a moment and try again.",
)
TOO_LONG = REFUSAL.format(
    "431 Request Header Fields Too Large",
    "브라우저가 너무 많은 것을 보냈어요. 쿠키를 지우고 다시 해 주세요.",
    "Your browser sent too much. Please delete this site's cookies and try again.",
)


def find_missing(received: bytearray) -> int | None:
    """Return how many bytes a request lacks before it gets a thread, or None while its head is not complete.

    0 also for a body that is large or comes in parts. gunicorn judges the request; this only decides when.
    """
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(received[: end + 4])
    length = LENGTH.search(head)
    if not length or int(length[1]) > SMALL_BODY or SENT_IN_PARTS.search(head):
        return 0
    return max(0, end + 4 + int(length[1]) - len(received))


def household(address: str) -> str:
    """Return an address as connections are counted by it: of IPv6 the network of /64, which one line has."""
    if ":" not in address:
        return address
    whole = ipaddress.IPv6Address(address.partition("%")[0])
    if whole.ipv4_mapped:
        return str(whole.ipv4_mapped)
    return str(ipaddress.ip_network((whole, 64), strict=False))
