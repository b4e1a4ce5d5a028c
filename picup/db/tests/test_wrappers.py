import pytest

from picup.db.tests.conftest import request_route
from picup.db.wrappers import limit_read_timeout

WORKER = {"connect_timeout": 3, "read_timeout": 30, "write_timeout": 30}


@pytest.mark.parametrize(("lock", "wanted"), [(1, 6), (3, 8), (20, 25)])
def test_it_works(settings, lock, wanted):
    """Longer than any wait for a lock."""
    settings.DATABASE_LOCK_SECONDS = lock
    with request_route():
        assert limit_read_timeout("default", WORKER) == WORKER | {"read_timeout": wanted}


def test_workers_wait_longer():
    assert limit_read_timeout("default", WORKER) == WORKER


def test_replicas_keep_their_own():
    parameters = {"connect_timeout": 1, "read_timeout": 5}
    with request_route():
        assert limit_read_timeout("replica1", parameters) == parameters


def test_sqlite_knows_no_such_time():
    with request_route():
        assert limit_read_timeout("default", {"timeout": 30}) == {"timeout": 30}
