"""The family's safety on a real MariaDB: what the server reads for it, among few photos and among many.

SAFETY_PHOTOS (default 20,000) is how many photos the large family has; the small one has fifty.
"""

import os
import threading
import time

import pytest

from albums.tests.test_paging_on_mariadb import entries_read
from deploy.local.tests.filled import filled

pytest.importorskip("MySQLdb")
PHOTOS = int(os.environ.get("SAFETY_PHOTOS") or 20_000)
FEW = 50
SMALL, LARGE = 1, 2
# Index entries and rows for the whole sentence: its usage, the values of `places`, the oldest looks.
ENTRIES_AT_MOST = 100


@pytest.fixture(scope="module")
def site(mariadb_primary, tmp_path_factory):
    """`site(function)` calls it where two families are in the database."""
    with filled(mariadb_primary, tmp_path_factory.mktemp("safety"), fill) as call:
        yield call


def fill() -> None:
    """The files and copies of the archive's bench, of two families, and none is damaged."""
    from bench.archive import filling

    # No number divided by seven leaves seven: nothing is missing.
    filling.DERIVED, filling.MISSING = PHOTOS + FEW + 1, 7
    filling.family_sql = lambda families, albums, n="n": f"IF(n <= {FEW}, {SMALL}, {LARGE})"
    filling.fill_families(2)
    filling.fill_files(2, 2, PHOTOS + FEW)
    filling.fill_copies(PHOTOS + FEW)
    filling.summarize()
    filling.analyze()


def costs() -> dict[str, int]:
    from picup.ops.health import monitor
    from storage.safety import family_safety

    monitor.read()
    return {
        str(family): entries_read(lambda family=family: family_safety(family)) for family in (SMALL, LARGE)
    }


def told(family: int) -> tuple[int, ...]:
    from storage.safety import family_safety

    found = family_safety(family)
    return found.photos, found.safe, found.in_one_place, found.in_repair, found.lost


@pytest.mark.wide
def test_what_is_read_does_not_grow_with_the_photos(site):
    assert site(told, (SMALL,)) == (FEW, FEW, 0, 0, 0) and site(told, (LARGE,)) == (PHOTOS, PHOTOS, 0, 0, 0)
    read = site(costs)
    print(read, site(plans))
    assert max(read.values()) <= ENTRIES_AT_MOST, read


def plans() -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from storage.safety import family_safety

    found = []
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        family_safety(LARGE)
        found.append(f"{1000 * (time.perf_counter() - began):.1f} ms")
    for query in queries:
        if query["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + query["sql"])
                found += [f"{row[2]}: {row[3]} {row[5]} rows {row[8]}; {row[9]}" for row in cursor.fetchall()]
    return found


def harm() -> dict[str, object]:
    """A few photos of the large family, by the site's own writers: what the sentence says, and what that reads."""
    from storage.models import FileCopy

    ids = range(FEW + 1, FEW + 11)
    FileCopy.objects.filter(file_id__in=ids, storage="main").update(damage="missing")
    FileCopy.objects.filter(file_id__in=ids[:3], storage="backup").update(damage="changed")
    FileCopy.objects.filter(file_id__in=ids[9:], storage="main").delete()
    return {"told": told(LARGE), "read": costs()[str(LARGE)], "plans": plans()}


def test_a_few_that_are_not_safe_cost_a_few(site):
    found = site(harm)
    print(found)
    assert found["told"] == (PHOTOS, PHOTOS - 10, 7, 6, 3)
    assert found["read"] <= ENTRIES_AT_MOST + 2 * 10


def meet() -> tuple[list[str], list[int]]:
    """Three at once, for each file of the small family: two note damage of its two copies, one heals. What was
    refused, and the files whose places are wrong after that."""
    from django.db import DatabaseError, connection

    from storage.care.healing import mark_healed
    from storage.care.reconciliation import wrong_places
    from storage.models import FileCopy, StoredFile

    gate, refused = threading.Barrier(3), []

    def hurt(file: StoredFile, storage: str) -> None:
        FileCopy.objects.filter(file=file, storage=storage).update(damage="changed")

    def heal(file: StoredFile, storage: str) -> None:
        mark_healed(file, storage, FileCopy.objects.filter(file=file).first())

    def go(change, storage: str) -> None:
        for file in StoredFile.objects.filter(family_id=SMALL):
            gate.wait(10)
            try:
                change(file, storage)
            except DatabaseError as error:
                refused.append(str(error))
        connection.close()

    asked = ((hurt, "main"), (hurt, "backup"), (heal, "main"))
    threads = [threading.Thread(target=go, args=one) for one in asked]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return refused, list(wrong_places())


def test_who_changes_copies_of_one_file_at_once(site):
    assert site(meet) == ([], [])
    photos, safe, *_ = site(told, (SMALL,))
    assert (photos, safe) == (FEW, 0), "nobody healed the backup"
