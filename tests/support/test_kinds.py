import pytest

from deploy.local.fixtures import new_stack
from tests.support.site import Site


def test_a_unit_test_is_marked(request):
    assert request.node.get_closest_marker("unit") and not request.node.get_closest_marker("servers")


@pytest.mark.parametrize("make", [Site, lambda: new_stack("never")], ids=["a site", "a stack"])
def test_a_unit_test_starts_no_servers(make):
    with pytest.raises(AssertionError, match="without the mark `servers`"):
        make()


def test_what_takes_a_servers_fixture_is_none(request):
    """Of all tests of this run, whatever was chosen."""
    for item in request.session.items:
        if {"site", "stack", "own_stack", "chromium"} & set(item.fixturenames):
            assert not item.get_closest_marker("unit"), item.nodeid
