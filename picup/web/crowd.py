"""The connections of one web process: which of them wait, how many each address has, and who gives way to whom."""

import time
from collections import Counter
from collections.abc import Collection

from picup.web.arrival import household

# Of one address. A household shares one, and a browser has six.
OF_ADDRESS = 100
# Whoever has sent nothing after this is not just arriving.
ARRIVING_SECONDS = 0.5
ALL, ONE = "all connections", "connections of one address"


class Crowd:
    """`waiting` has the connections in the poller, the oldest first. Only the worker's main thread comes here."""

    def __init__(self, most: int, proxies: Collection[str]):
        self.most, self.proxies = most, proxies
        self.waiting: dict = {}
        self.of_address: Counter[str] = Counter()

    def enter(self, conn) -> None:
        address = conn.client[0] if isinstance(conn.client, tuple) else ""
        # A proxy of ours brings everybody, and has bounds of its own.
        conn.address = "" if address in self.proxies else household(address)
        self.of_address[conn.address] += 1

    def leave(self, conn) -> None:
        self.of_address[conn.address] -= 1
        if not self.of_address[conn.address]:
            del self.of_address[conn.address]

    def find_trouble(self, conn) -> str:
        """Say what there is too much of, now that `conn` has come; "" if there is room."""
        if self.of_address.total() > self.most:
            return ALL
        return ONE if conn.address and self.of_address[conn.address] > OF_ADDRESS else ""

    def find_first_to_leave(self, conn, trouble: str):
        """Return the waiting connection that gives way to a new one, or None if none waits.

        The new one stays if it can: somebody behind the same address as an attacker still comes in.
        """
        candidates = (one for one in self.waiting if trouble == ALL or one.address == conn.address)
        return min(candidates, key=order_of_leaving, default=None)


def order_of_leaving(conn) -> int:
    """Sort those first who have sent no request, although they had the time or began one; those last who arrive."""
    if conn.initialized:
        return 1
    is_arriving = not conn.received and time.monotonic() - conn.since < ARRIVING_SECONDS
    return 2 if is_arriving else 0
