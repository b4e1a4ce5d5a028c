"""/healthz and /readyz: whether this process is alive, and whether people can look at albums."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from picup.db.health import aliases_by_name, database_monitor
from picup.db.state import Condition
from picup.ops.callers import may_monitor
from picup.ops.health import monitor

# A stopped replica is not read, so it counts as down.
SHOWN = {
    Condition.UP: "up",
    Condition.LAGGING: "lagging",
    Condition.STOPPED: "down",
    Condition.DOWN: "down",
}


@require_safe
def healthz(request):
    """Answer 200 while this process is alive. Ask no other server."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """Return the state of every dependency as JSON, from memory. Strangers get the verdict alone.

    `ready` and the status 200 mean that people can look at albums. That needs only a database: the primary, or a
    replica (`"mode": "read-only"`). Any other dependency that is down makes `all_up` false, and must not take the
    site away from everybody.
    """
    dependencies = {
        name: describe_dependency("up" if state.up else "down", state.since, state.error)
        for name, state in monitor.read().items()
    }
    read_only = False
    if settings.DATABASE_REPLICAS:
        verdicts, read_only = database_monitor.verdicts(), database_monitor.is_read_only()
        # As requests see it now; the health monitor is a round later.
        dependencies |= {
            name: describe_dependency(SHOWN[verdicts[alias].state], verdicts[alias].since)
            for name, alias in aliases_by_name().items()
        }
    primary_is_up = dependencies["database"]["state"] == "up"
    ready = primary_is_up or read_only
    body: dict = {"ready": ready}
    if may_monitor(request):
        body |= {
            "all_up": all(one["state"] == "up" for one in dependencies.values()),
            "mode": "normal" if primary_is_up else "read-only",
            "dependencies": dependencies,
        }
    return JsonResponse(body, status=200 if ready else 503)


def describe_dependency(state: str, since: datetime, error: str = "") -> dict[str, str]:
    """Return what is said of a dependency. `error` is a class, never a text, which may hold an address."""
    described = {"state": state, "since": since.isoformat(timespec="milliseconds")}
    return {**described, "error": error} if error else described
