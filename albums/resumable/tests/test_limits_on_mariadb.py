"""What a request of an upload reads on a real MariaDB when its family has sent 20,000 files that day.

Functions import Django and models themselves, as in albums/tests/test_paging_on_mariadb.py.
"""

import pytest

from albums.tests.test_paging_on_mariadb import entries_read
from deploy.local.tests.filled import filled

pytest.importorskip("MySQLdb")
FINISHED, OVER, OPEN = 20_000, 1_200, 3


@pytest.fixture(scope="module")
def archive(mariadb_primary, tmp_path_factory):
    """`archive(function)` calls it where a family has FINISHED uploads, OVER without a picture, and OPEN ones."""
    with filled(mariadb_primary, tmp_path_factory.mktemp("uploads"), fill) as call:
        yield call


def fill() -> None:
    from django.db import connection

    from accounts.models import User
    from albums.models import Album, StagedUpload
    from bench.archive import filling

    filling.fill(1, 20, 2_000)
    person, album = User.objects.first(), Album.objects.first()
    states = ["over"] * OVER + ["added"] * (FINISHED - OVER) + ["open"] * OPEN
    StagedUpload.objects.bulk_create(
        (
            StagedUpload(
                family_id=album.family_id,
                person=person,
                album=album,
                metadata="",
                length=9,
                offset=5 if state == "open" else 9,
                state=state,
                result=None if state == "open" else {"status": "added"},
            )
            for state in states
        ),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE TABLE albums_stagedupload")


def costs() -> dict[str, int]:
    from albums.models import Album, StagedUpload
    from albums.resumable import limits

    album = Album.objects.first()
    found = {
        "room": entries_read(lambda: limits.check_room(album, 5)),
        "forget": entries_read(lambda: limits.forget_results(album.family_id)),
    }
    return found | {"left": StagedUpload.objects.filter(state="over").count()}


@pytest.mark.wide
def test_it_works(archive):
    found = archive(costs)
    assert found["left"] == OVER - 100
    # The open ones, and the rows of usage; the results that are kept, and those that are deleted, once or twice each.
    assert found["room"] <= 20 and found["forget"] <= 1_000 + 5 * 100 + 50, found
