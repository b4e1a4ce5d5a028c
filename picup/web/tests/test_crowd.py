import time

import pytest

from picup.web.crowd import ALL, ARRIVING_SECONDS, OF_ADDRESS, ONE, Crowd


class Connection:
    def __init__(self, address="192.0.2.1", initialized=False, received=b"", waited=0.0):
        self.client, self.initialized, self.received = (address, 1), initialized, received
        self.since = time.monotonic() - waited


@pytest.fixture
def crowd():
    return Crowd(3 * OF_ADDRESS, ["192.0.2.9"])


def fill(crowd, count: int, *args, **kwargs) -> list[Connection]:
    found = [Connection(*args, **kwargs) for _ in range(count)]
    for one in found:
        crowd.enter(one)
        crowd.waiting[one] = None
    return found


def test_it_works(crowd):
    [first] = fill(crowd, 1)
    assert crowd.find_trouble(first) == ""
    crowd.leave(first)
    assert not crowd.of_address, "no address is remembered that has none"


def test_an_address_has_its_bound(crowd):
    fill(crowd, 1, "198.51.100.1", waited=100)
    first, *_ = fill(crowd, OF_ADDRESS, waited=10)
    [last] = fill(crowd, 1)
    assert crowd.find_trouble(last) == ONE
    assert crowd.find_first_to_leave(last, ONE) is first
    assert crowd.find_trouble(next(iter(crowd.waiting))) == ""


def test_a_line_of_ipv6_is_one_address(crowd):
    for number in range(OF_ADDRESS + 1):
        [last] = fill(crowd, 1, f"2001:db8::{number:x}")
    assert crowd.find_trouble(last) == ONE


def test_a_proxy_of_ours_has_none(crowd):
    *_, last = fill(crowd, OF_ADDRESS + 1, "192.0.2.9")
    assert crowd.find_trouble(last) == ""


def test_all_together_have_one(crowd):
    first, *_ = fill(crowd, 2 * OF_ADDRESS, "192.0.2.9", waited=10)
    fill(crowd, OF_ADDRESS, "192.0.2.2")
    [last] = fill(crowd, 1, "192.0.2.3")
    assert crowd.find_trouble(last) == ALL
    assert crowd.find_first_to_leave(last, ALL) is first


def test_who_leaves_first(crowd):
    """Those who had the time to ask, or began to; then those who were served; never first whoever just arrives."""
    [served] = fill(crowd, 1, initialized=True, waited=14)
    [begun] = fill(crowd, 1, received=b"GET /")
    [silent] = fill(crowd, 1, waited=2 * ARRIVING_SECONDS)
    [arriving] = fill(crowd, 1)
    order = []
    while leaving := crowd.find_first_to_leave(arriving, ONE):
        order.append(leaving)
        del crowd.waiting[leaving]
    assert order == [begun, silent, served, arriving]
