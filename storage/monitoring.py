"""What is observed of storages: gauges for Prometheus, and the health monitor's probes of storages and of MongoDB."""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from picup.core.deadlines import within
from picup.core.registry import Probe
from storage.backends import get_backends
from storage.backends.base import Backend
from storage.backends.directory import DirectoryBackend
from storage.io.room import NoRoom, free_bytes, is_low, reserve_bytes, storage_volumes, volumes
from storage.models import FileCopy, Usage, new_file_key

# Of a probe's connection, server selection and reads.
PROBE_TIMEOUT_SECONDS = 1


def collect_gauges() -> Iterator[GaugeMetricFamily]:
    """Yield bytes used by all families, damaged copies, and the age of the oldest verification (seconds).

    Run two queries and one for each storage. They read a row for each family and each damaged copy; the ages come from
    an index.
    """
    used = Usage.objects.aggregate(used=Sum("used_bytes"))["used"] or 0
    yield GaugeMetricFamily("picup_used_bytes", "Originals of all families.", value=used)
    yield count_damaged()
    yield age_verifications()
    yield from measure_room()


def count_damaged() -> GaugeMetricFamily:
    """Return the number of damaged copies by storage and damage. Zeros are there too: an alert rule needs them."""
    gauge = GaugeMetricFamily(
        "picup_copies_damaged", "Copies that wait to be healed, or cannot be.", labels=["storage", "damage"]
    )
    # "Greater than blank", because an index cannot serve "not blank".
    damaged = FileCopy.objects.filter(damage__gt="").order_by().values_list("storage", "damage")
    counts = {(storage, damage): count for storage, damage, count in damaged.annotate(Count("pk"))}
    for storage in get_backends():
        for damage in FileCopy.Damage.values:
            gauge.add_metric([storage, damage], counts.get((storage, damage), 0))
    return gauge


def age_verifications() -> GaugeMetricFamily:
    """Return, by storage, the seconds since its least recently verified copy was verified."""
    gauge = GaugeMetricFamily(
        "picup_oldest_verification_seconds", "Since the oldest look at a copy.", labels=["storage"]
    )
    for storage in get_backends():
        copies = FileCopy.objects.filter(storage=storage).order_by("verified_at")
        if oldest := copies.values_list("verified_at", flat=True).first():
            gauge.add_metric([storage], max(0, (timezone.now() - oldest).total_seconds()))
    return gauge


def measure_room() -> Iterator[GaugeMetricFamily]:
    """Yield the bytes that are free on each volume that uploads need, and those of its reserve."""
    free = GaugeMetricFamily("picup_volume_free_bytes", "Room of a volume.", labels=["volume"])
    reserve = GaugeMetricFamily(
        "picup_volume_reserve_bytes", "Kept free: below it uploads stop.", labels=["volume"]
    )
    for name, path in volumes().items():
        with suppress(OSError):  # The volume is gone, which its probe says.
            volume = within(PROBE_TIMEOUT_SECONDS, partial(os.statvfs, path))
            free.add_metric([name], free_bytes(volume))
            reserve.add_metric([name], reserve_bytes(volume))
    yield free
    yield reserve


def make_probes() -> dict[str, Probe]:
    """Return this process's probes by name: of each storage, of other volumes, and "history" where there is MongoDB."""
    probes = {f"storage {name}": make_storage_probe(backend) for name, backend in get_backends().items()}
    others = volumes().items() - {(f"storage {name}", path) for name, path in storage_volumes().items()}
    probes |= {f"{name} volume": partial(check_room, path) for name, path in sorted(others)}
    if settings.MONGO_URL:
        probes["history"] = make_history_probe()
    return probes


def make_storage_probe(backend: Backend) -> Probe:
    """Return a probe that asks for the size of a key that no file has: any answer shows that the storage is up.

    It raises `NoRoom` for a volume that has less than its reserve: reading goes on, and nothing can be added.
    """

    def probe() -> None:
        backend.size(new_file_key())
        if isinstance(backend, DirectoryBackend):
            check_room(backend.directory)

    return probe


def check_room(path: Path) -> None:
    """Raise `NoRoom` if the volume of a directory has less than its reserve."""
    if is_low(path):
        raise NoRoom("it has less room than its reserve: free some, or make it larger")


def make_history_probe() -> Probe:
    """Return a probe with a connection of its own, which has short timeouts and is kept between rounds."""
    # Imported late: without a MongoDB the package is not installed.
    import pymongo

    milliseconds = PROBE_TIMEOUT_SECONDS * 1000
    client: pymongo.MongoClient = pymongo.MongoClient(
        settings.MONGO_URL,
        connect=False,
        connectTimeoutMS=milliseconds,
        serverSelectionTimeoutMS=milliseconds,
        socketTimeoutMS=milliseconds,
        # The probe runs once at a time, so a second socket would only be kept open.
        maxPoolSize=1,
    )
    return lambda: client.admin.command("ping")
