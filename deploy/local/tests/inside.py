"""What the kill tests do with the site's own code, in a process of its own (kills.py, `process`).

Imports of Django's models are late: this module is imported before `begin` sets Django up.
"""

import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor


def begin(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    import django

    django.setup()


def litter(count: int) -> None:
    """`count` files that were given up, their bytes in both storages, and for each the message that deletes
    it: work that is quickly made and leaves a trace when it is not done."""
    from django.db import transaction

    from accounts.models import Family
    from storage.backends import get_backends
    from storage.models import FileCopy, StoredFile, new_file_key
    from storage.services import publish_deletion

    family, backends = Family.objects.get(), get_backends()
    size, keys = len(b"litter"), [new_file_key() for _ in range(count)]
    with ThreadPoolExecutor(8) as pool:
        for backend in backends.values():
            list(pool.map(lambda key, backend=backend: backend.write(key, [b"litter"]), keys))
    row = {"family": family, "kind": "derivative", "state": "abandoned", "content_type": "image/jpeg"}
    for begun in range(0, count, 500):
        with transaction.atomic():
            for key in keys[begun : begun + 500]:
                file = StoredFile.objects.create(key=key, size=size, **row)
                for name in backends:
                    FileCopy.objects.create(file=file, storage=name, size=size, sha256="")
                publish_deletion([file.pk])


def nothing_to_delete(count: int) -> None:
    """`count` messages as others commit them, whose work is nothing."""
    from outbox.models import Message

    row = {"task": "storage.delete_files", "queue": "files", "arguments": {"file_ids": []}}
    for begun in range(0, count, 1000):
        Message.objects.bulk_create(Message(**row) for _ in range(min(1000, count - begun)))


def start_dispatcher() -> int:
    """A child that dispatches until nothing is due. Its process id. Its claims are short, so that what it
    leaves when it is killed comes into the hands of the next ones."""
    from django.conf import settings
    from django.db import connection

    from outbox.dispatching import dispatch

    settings.OUTBOX_LEASE_SECONDS = 3
    # Parent and child on one connection would read each other's answers.
    connection.close()
    if pid := os.fork():
        return pid
    try:
        dispatch()
    finally:
        os._exit(0)


def dispatch_once() -> int:
    from outbox.dispatching import dispatch

    return dispatch()


def was_killed(pid: int) -> bool:
    """How a child ended, when it has."""
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def drain() -> dict[str, float]:
    """Dispatches until nothing is due. How many it sent, in how many seconds, and the most memory that this
    process had needed so far, in megabytes: after the first batch, and in the end."""
    from outbox.dispatching import BATCH, dispatch

    dispatch(most=BATCH)
    before, begun, sent = most_memory(), time.perf_counter(), 0
    while sent_now := dispatch():
        sent += sent_now
    seconds = time.perf_counter() - begun
    return {"sent": sent, "seconds": seconds, "before": before, "after": most_memory()}


def most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
