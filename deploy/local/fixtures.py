"""The stack's members as pytest fixtures, for every test of the project (pyproject.toml loads them).

    def test_it_works(rabbitmq): ...   # a member of the run's stack, started when the first test wants it

All processes of pytest share one stack in a directory that is deleted afterwards. It ends with the last of them, even
if they are killed. A file whose tests harm a member has a stack of its own:
`redis = member_fixture("redis", own=True)`, `own_stack.kill("redis")`.
"""

import os
import tempfile
import uuid
from pathlib import Path

import pytest

from deploy.local.members.base import Member, Missing
from tests.support.kinds import refuse_in_unit

# One name for all processes of pytest-xdist.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
TEMPORARY = Path(tempfile.gettempdir())


def new_stack(name: str):
    """Return a stack without members in a directory of its own. Releasing it deletes the directory."""
    refuse_in_unit()
    need_packages()
    from deploy.local.control import Stack

    return Stack(TEMPORARY / f"pic-up-stack-{name}").open(temporary=True)


def need_packages() -> None:
    for package in ("mirakuru", "psutil"):
        if not is_installed(package):
            refuse(f"{package} is not installed: make setup-stack.")


def is_installed(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package) is not None


def refuse(why: str) -> None:
    """Skip the test. Fail it with CI=true, where a missing server must not make the test run smaller."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why, allow_module_level=True)


def check(members) -> None:
    """Refuse a test whose program is not on this machine."""
    for member in members:
        try:
            member.check()
        except Missing as error:
            refuse(str(error))


def start(stack, *names: str) -> Member:
    """Start members and return the first."""
    wanted = list(names)
    for name in wanted:
        wanted += [need for need in stack[name].needs if need not in wanted]
    check(stack[name] for name in wanted)
    stack.start(*names)
    return stack[names[0]]


@pytest.fixture(scope="session")
def stack():
    stack = new_stack(RUN[:12])
    yield stack
    stack.release()


@pytest.fixture(scope="module")
def own_stack():
    """A stack for a file whose tests harm members, because other processes of pytest use the run's stack."""
    stack = new_stack(uuid.uuid4().hex[:12])
    yield stack
    stack.release()


def member_fixture(name: str, *, own: bool = False):
    """Return a fixture that starts the member `name`; with `own` on the file's own stack."""

    @pytest.fixture(scope="module" if own else "session", name=name.replace("-", "_"))
    def member(request):
        return start(request.getfixturevalue("own_stack" if own else "stack"), name)

    return member


mariadb_primary = member_fixture("mariadb-primary")
mariadb_replica = member_fixture("mariadb-replica")
mariadb_central = member_fixture("mariadb-central")
redis = member_fixture("redis")
rabbitmq = member_fixture("rabbitmq")
mongo = member_fixture("mongo")
s3 = member_fixture("s3")
prometheus = member_fixture("prometheus")


@pytest.fixture
def mariadb(mariadb_primary):
    """The primary, and an empty database for this test alone: `.run(sql)`, `.url_of(mariadb.database)`."""
    name = f"picup_{uuid.uuid4().hex[:12]}"
    mariadb_primary.run(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    mariadb_primary.database = name
    yield mariadb_primary
    mariadb_primary.run(f"DROP DATABASE {name}")


@pytest.fixture
def vhost(rabbitmq):
    """A fresh virtual host of the broker, by its API."""
    from deploy.local.members.rabbitmq import VirtualHost

    vhost = VirtualHost(rabbitmq, f"test-{uuid.uuid4().hex[:12]}")
    vhost.make()
    yield vhost
    vhost.delete()
