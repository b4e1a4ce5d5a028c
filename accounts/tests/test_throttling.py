from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import F

from accounts.models import Tally
from accounts.throttling import Limit, forget_old, network_of

THREE = Limit("test", most=3)


def end_time(*, hours=2):
    Tally.objects.update(until=F("until") - timedelta(hours=hours))


def test_it_works(db):
    assert [THREE.take("Jieun") for _ in range(5)] == [True, True, True, False, False]
    assert THREE.take("Minsu")
    assert THREE.is_reached("Jieun") and not THREE.is_reached("Minsu")


def test_after_its_time_it_begins_anew(db):
    for _ in range(4):
        THREE.take("Jieun")
    end_time()
    assert THREE.number("Jieun") == 0
    assert [THREE.take("Jieun") for _ in range(4)] == [True, True, True, False]


def test_what_is_noted_goes_beyond_the_limit(db):
    for _ in range(5):
        THREE.note("Jieun")
    assert THREE.number("Jieun") == 5
    THREE.forget("Jieun")
    assert not THREE.is_reached("Jieun") and not Tally.objects.exists()


def test_no_limit(db):
    assert all(Limit("test", most=0).take("Jieun") for _ in range(9))
    assert not Tally.objects.exists()


def test_no_row_tells_who(db):
    THREE.take("jieun@example.com")
    row = Tally.objects.get()
    assert "jieun" not in f"{row.key} {row}"


def test_old_ones_are_forgotten(db):
    THREE.take("Jieun")
    end_time()
    THREE.take("Minsu")
    forget_old()
    assert Tally.objects.count() == 1 and THREE.number("Minsu") == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment():
    barrier = Barrier(6)

    def take(_number):
        barrier.wait()
        try:
            return THREE.take("Jieun")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(take, range(6))) == 3
    assert THREE.number("Jieun") == 3


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::1", "::"),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_the_network_of_an_address(address, network):
    assert network_of(address) == network
