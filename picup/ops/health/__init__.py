"""The health monitor of all servers and volumes that we depend on.

    from picup.ops.health import monitor
    monitor.read()["database"].up

It knows probes by name, and no app. Requests only read what the monitor's threads found out, so a server that hangs
delays nobody. A new dependency is one function that raises while it is down, registered in picup/core/registry.py.
Start with picup/core/monitoring.py.
"""

from picup.core import registry
from picup.core.monitoring import Monitor, State

__all__ = ["State", "monitor"]
monitor = Monitor(registry.make_probes)
