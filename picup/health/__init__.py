"""Which of the servers that we depend on are up, and since when.

    from picup.health import monitor
    monitor.read()["database"].up

Requests only read what the monitor's threads found out: a server that hangs stalls nobody. A new dependency
is one function that raises while it is down, in probes.py.
"""

from picup.health.monitoring import Monitor, State
from picup.health.probes import make_probes

__all__ = ["State", "monitor"]
monitor = Monitor(make_probes)
