"""Files through `storage.services` as an upload does it, in a process of its own: the environment says where to.

python -m bench.files.our_writer SOURCE     prints JSON: seconds, and the peak of memory above idle in bytes
"""

import json
import re
import sys
import time
from pathlib import Path

import django


def main(source: str) -> None:
    django.setup()
    from accounts.models import Family
    from storage.models import Usage

    family = Family.objects.create(name="bench")
    Usage.objects.update_or_create(family=family, defaults={"limit_bytes": 10**15})
    paths = sorted(Path(source).iterdir())
    warm_up = Path(source).with_name("warm-up")
    warm_up.write_bytes(bytes(1_000_000))
    # Connections, shards, libraries: as in a site that runs.
    upload(family, warm_up)
    idle = forget_peak()
    start = time.perf_counter()
    for path in paths:
        upload(family, path)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "memory": memory("VmHWM") - idle}))


def upload(family, path: Path) -> None:
    from django.db import transaction

    from storage.services import abandoned_on_error, mark_kept, store

    about = {"kind": "original", "content_type": "image/jpeg"}
    with path.open("rb") as source:
        file = store(family_id=family.pk, source=source, size=path.stat().st_size, **about)
    with abandoned_on_error([file]), transaction.atomic(durable=True):
        mark_kept(file)


def forget_peak() -> int:
    """Reset the kernel's peak of memory, and return the bytes in use now."""
    Path("/proc/self/clear_refs").write_text("5")
    return memory("VmRSS")


def memory(which: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{which}:\s+(\d+) kB", status)[1]) * 1024  # type: ignore[index]


if __name__ == "__main__":
    main(*sys.argv[1:])
