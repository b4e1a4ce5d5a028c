"""Is this process alive, and can it do its work?"""

from django.db import Error, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.models import new_file_key


@require_safe
def healthz(request):
    """Alive: this process answers. Asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request):
    """JSON of every dependency; 503 while one that an upload needs is down."""
    dependencies = {"database": database_state()}
    dependencies |= {f"storage {name}": storage_state(backend) for name, backend in get_backends().items()}
    ready = all(state == "up" for state in dependencies.values())
    mode = "normal" if dependencies["database"] == "up" else "read-only"
    body = {"ready": ready, "mode": mode, "dependencies": dependencies}
    return JsonResponse(body, status=200 if ready else 503)


def database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "down"
    return "up"


def storage_state(backend) -> str:
    try:
        backend.size(new_file_key())
    except StorageUnavailable:
        return "down"
    return "up"
