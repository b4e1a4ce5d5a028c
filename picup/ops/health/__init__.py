"""Which of the servers that we depend on are up, and since when.

    from picup.ops.health import monitor
    monitor.read()["database"].up

Requests only read what the monitor's threads found out: a server that hangs stalls nobody. A new dependency
is one function that raises while it is down, registered in picup/core/registry.py.
"""

from picup.core import registry
from picup.core.monitoring import Monitor, State

__all__ = ["State", "monitor"]
monitor = Monitor(registry.make_probes)
