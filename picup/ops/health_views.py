"""Is this process alive, and can it do its work?"""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from picup.db.health import aliases_by_name, database_monitor
from picup.db.state import Condition
from picup.ops.health import monitor

# A replica that follows nobody is not read from, which is all that a machine wants to know.
SHOWN = {
    Condition.UP: "up",
    Condition.LAGGING: "lagging",
    Condition.STOPPED: "down",
    Condition.DOWN: "down",
}


@require_safe
def healthz(request):
    """Alive: this process answers. Asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """JSON of every dependency, from memory.

    `ready`, and the status 200, say that people can look at albums here: only a database is needed for that, the
    primary or (`"mode": "read-only"`) a replica. Anything else that is down must not take the site from everybody;
    it makes `all_up` false.
    """
    dependencies = {
        name: describe_dependency("up" if state.up else "down", state.since)
        for name, state in monitor.read().items()
    }
    read_only = False
    if settings.DATABASE_REPLICAS:
        verdicts, read_only = database_monitor.verdicts(), database_monitor.is_read_only()
        # As requests see it now; the monitor is a round later.
        dependencies |= {
            name: describe_dependency(SHOWN[verdicts[alias].state], verdicts[alias].since)
            for name, alias in aliases_by_name().items()
        }
    primary_is_up = dependencies["database"]["state"] == "up"
    ready = primary_is_up or read_only
    body = {
        "ready": ready,
        "all_up": all(one["state"] == "up" for one in dependencies.values()),
        "mode": "normal" if primary_is_up else "read-only",
        "dependencies": dependencies,
    }
    return JsonResponse(body, status=200 if ready else 503)


def describe_dependency(state: str, since: datetime) -> dict[str, str]:
    return {"state": state, "since": since.isoformat(timespec="milliseconds")}
