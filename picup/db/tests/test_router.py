"""The table of decisions, by the alias that is really asked."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connections, router, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import PersonalLink, User
from albums.models import Album, Picture
from picup.db import health
from picup.db.tests.conftest import request_route


def asked(ask) -> str:
    """Which database answered: the only one with queries."""
    queries = {name: CaptureQueriesContext(connections[name]) for name in ("default", "replica1")}
    with queries["default"], queries["replica1"]:
        ask()
    [name] = [name for name, captured in queries.items() if len(captured)]
    return name


def albums() -> list[Album]:
    return list(Album.objects.all())


@pytest.fixture
def album(jieun):
    return Album.objects.create(family=jieun.family, created_by=jieun, title="Summer")


@pytest.fixture
def replica(album, replicas):
    return replicas()[0]


def test_it_works(replica):
    with request_route():
        assert asked(albums) == replica
        assert asked(lambda: Album.objects.filter(trashed_at=None).exists()) == replica


def test_outside_of_requests_the_primary_is_asked(replica):
    """Workers and management commands."""
    assert asked(albums) == "default"


def test_writes_go_to_the_primary_and_what_is_read_after_them(replica, album):
    with request_route() as reading:
        assert asked(albums) == replica
        assert asked(lambda: Album.objects.filter(pk=album.pk).update(picture_count=3)) == "default"
        assert reading.wrote
        assert asked(albums) == "default"
    with request_route():
        assert asked(albums) == replica


def test_a_row_of_a_replica_is_saved_on_the_primary(replica):
    with request_route():
        [album] = albums()
        assert album._state.db == replica
        album.title = "Autumn"
        assert asked(album.save) == "default"
    assert [album.title for album in albums()] == ["Autumn"]


def test_a_transaction_reads_where_it_writes(replica):
    with request_route():
        with transaction.atomic():
            assert asked(albums) == "default"
        assert asked(albums) == replica


def test_locks_are_taken_on_the_primary(replica):
    with request_route(), transaction.atomic():
        assert asked(lambda: list(Album.objects.select_for_update())) == "default"


@pytest.mark.parametrize("model", [Session, User, PersonalLink, LogEntry])
def test_who_somebody_is_and_the_admins_log_are_read_from_the_primary(replica, model):
    with request_route():
        assert asked(lambda: list(model.objects.all())) == "default"


def test_what_belongs_to_a_row_is_read_where_the_row_was(replica, album):
    with request_route():
        [read] = Album.objects.using("default")
        assert asked(lambda: list(Picture.objects.using(read._state.db).filter(album=read))) == "default"
        assert router.db_for_read(Picture, instance=read) == "default"
        assert router.db_for_read(Picture, instance=albums()[0]) == replica


@pytest.mark.parametrize("model", [Session, User, Album])
def test_in_read_only_mode_everything_is_read_from_the_replica(replica, model):
    with request_route(read_only=True):
        assert asked(lambda: list(model.objects.all())) == replica


def test_a_pinned_person_reads_from_the_primary(replica):
    with request_route(on_primary=True):
        assert asked(albums) == "default"


def test_a_replica_that_has_not_got_her_write_yet_is_left_out(replica):
    until = health.database_monitor.verdicts()[replica].complete_until
    with request_route(wrote_at=until - 1):
        assert asked(albums) == replica
    with request_route(wrote_at=until + 3600):
        assert asked(albums) == "default"


def test_rows_of_both_may_be_joined(replica, jieun):
    with request_route():
        [album] = albums()
        album.created_by = User.objects.get(pk=jieun.pk)
        assert (album._state.db, album.created_by._state.db) == (replica, "default")


def test_replicas_are_not_migrated(replica):
    assert not router.allow_migrate(replica, "albums") and router.allow_migrate("default", "albums")


def test_one_replica_for_a_whole_request(album, replicas):
    replicas(3)
    seen = set()
    for _ in range(60):
        with request_route():
            used = {row._state.db for _ in range(5) for row in albums()}
        assert len(used) == 1
        seen |= used
    assert seen == {"replica1", "replica2", "replica3"}


def test_by_weight(album, replicas):
    replicas(2, (9, 1))
    chosen = []
    for _ in range(400):
        with request_route():
            chosen.append(router.db_for_read(Album))
    assert 300 < chosen.count("replica1") < 395


def test_requests_in_threads_know_nothing_of_each_other(replica):
    """Sixteen at a time, half of them writers; and the threads are used again."""
    together = threading.Barrier(16)

    def request(number: int) -> list[str]:
        before = [router.db_for_read(Album)]  # Nothing has leaked from the thread's last request.
        with request_route():
            together.wait(10)
            found = [router.db_for_read(Album)]
            if number % 2:
                router.db_for_write(Album)
            together.wait(10)
            return before + found + [router.db_for_read(Album)]

    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(request, range(320)))
    assert all(
        result == ["default", replica, "default" if number % 2 else replica]
        for number, result in enumerate(results)
    )
