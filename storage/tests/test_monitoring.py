from datetime import timedelta

from django.utils import timezone

from storage.models import FileCopy
from storage.monitoring import collect_gauges


def read() -> dict[str, dict[tuple, float]]:
    return {
        metric.name: {tuple(sample.labels.values()): sample.value for sample in metric.samples}
        for metric in collect_gauges()
    }


def test_it_works(write_kept, django_assert_num_queries):
    for name in ("one", "two"):
        file = write_kept(name.encode())
    file.copies.filter(storage="main").update(damage="changed")
    FileCopy.objects.filter(storage="backup").update(verified_at=timezone.now() - timedelta(days=3))
    with django_assert_num_queries(4):
        values = read()
    assert values["picup_used_bytes"] == {(): 6}
    assert values["picup_copies_damaged"] == {
        ("main", "missing"): 0,
        ("main", "changed"): 1,
        ("backup", "missing"): 0,
        ("backup", "changed"): 0,
    }
    ages = values["picup_oldest_verification_seconds"]
    assert ages[("main",)] < 60 and 250_000 < ages[("backup",)] < 260_000


def test_nothing_is_stored_yet(db, directories):
    values = read()
    assert values["picup_used_bytes"] == {(): 0} and values["picup_oldest_verification_seconds"] == {}
