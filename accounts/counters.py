"""Metrics of addresses that sign people in."""

from prometheus_client import Counter

CLOSED = Counter("picup_closed_addresses", "Requests for links and invitations that open nothing.", ["kind"])
VOID = Counter("picup_void_links", "Links that a tick closed because their makers had lost the right to them.")
