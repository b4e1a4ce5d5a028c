"""What kind of test each is, seen from its fixtures and its place, so that nobody needs to say it:

`browser` drives a real one; `kills` ends processes again and again; `servers` starts servers, or a whole site; `unit`
is everything else, and needs nothing but Python packages that nobody compiles.

A test that starts a site in its own body says so: `@pytest.mark.servers`.

`wide` is what shows the same once more: in another window, on another server, by another death. Those tests say so
themselves; of a page that is tested in a browser in both languages, English is wide.
"""

import os

import pytest

KINDS = ("kills", "browser", "servers", "unit")
MEMBERS = {"redis", "rabbitmq", "mongo", "s3", "nginx", "prometheus"}
# Members, what is made of them, and sites.
SERVERS = MEMBERS | {
    "stack",
    "own_stack",
    "own",
    "vhost",
    "site",
    "own_site",
    "servers",
    "pair",
    "crowd",
    "commands",
}
KILLS = ("test_kills", "test_killed", "test_soak", "test_disasters", "test_databases")
# In these every test that is not in UNITS is on real servers.
PLACES = ("deploy/local/tests/", "deploy/mariadb/tests/")
UNITS = ("test_stack_dir", "test_configuration", "test_gtid")
ENGLISH = {"en", "en-GB", "en-US"}
# Read by what starts servers (`refuse_in_unit`).
RUNNING = "PIC_UP_TEST_IS_UNIT"


def mark(items: list[pytest.Function]) -> None:
    for item in items:
        kinds = kinds_of(item)
        for kind in kinds:
            item.add_marker(kind)
        if "browser" in kinds and is_in_english(item):
            item.add_marker("wide")


def kinds_of(item: pytest.Function) -> list[str]:
    kinds = [kind for kind in KINDS if item.get_closest_marker(kind)]
    if item.path.stem.startswith(KILLS):
        kinds.append("kills")
    if "chromium" in item.fixturenames:
        kinds.append("browser")
    if needs_servers(item):
        kinds.append("servers")
    return kinds or ["unit"]


def is_in_english(item: pytest.Function) -> bool:
    chosen = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return any(value in ENGLISH for value in chosen if isinstance(value, str))


def wide(*values) -> list:
    """Parameters that are left to `make test-wide`: `[0, *wide(12, 29)]`."""
    return [pytest.param(value, marks=pytest.mark.wide) for value in values]


def needs_servers(item: pytest.Function) -> bool:
    if item.nodeid.startswith(PLACES) and not item.path.stem.startswith(UNITS):
        return True
    names = set(item.fixturenames)
    # A fixture that comes in kinds starts the server that its parameter names.
    chosen = getattr(item, "callspec", None)
    names |= (
        {value for value in chosen.params.values() if isinstance(value, str)} & MEMBERS if chosen else set()
    )
    return bool(names & SERVERS) or any(name.startswith("mariadb") for name in names)


def note(item: pytest.Function) -> None:
    """Before each test: what starts servers refuses to in a unit test."""
    os.environ[RUNNING] = "on" if item.get_closest_marker("unit") else ""


def refuse_in_unit() -> None:
    """Otherwise `make check` would one day start servers, or skip without a word where there are none."""
    assert not os.environ.get(RUNNING), (
        "A test without the mark `servers` starts one: see tests/support/kinds.py."
    )
