import shutil
import tempfile
from pathlib import Path

import pytest

from deploy.local.fixtures import is_installed, need_packages, refuse


def new_directory() -> Path:
    """A short path, as a socket's name has at most 107 characters; in memory where there is enough.

    What is tested here is killed processes, not power cuts: thousands of fsyncs would only take time.
    """
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 4_000_000_000
    # By this name the run's guardian finds it (tests/support/guardian.py).
    run = Path(tempfile.gettempdir()).name
    return Path(tempfile.mkdtemp(prefix=f"{run}-mariadb-", dir=memory if roomy else None))


@pytest.fixture(scope="session")
def template():
    """An installed data directory, which every test's servers begin with; gone at the end."""
    need_packages()
    if not is_installed("MySQLdb"):
        refuse("mysqlclient is not installed: make setup-servers.")
    from deploy.mariadb.tests.servers import Servers

    directory = new_directory()
    try:
        yield Servers(directory).install()
    finally:
        shutil.rmtree(directory)


@pytest.fixture
def servers(template):
    """A place for private servers; all are killed and gone after the test."""
    from deploy.mariadb.tests.servers import Servers

    servers = Servers(new_directory(), template)
    yield servers
    servers.end()


@pytest.fixture
def pair(servers):
    """A primary and its replica."""
    from deploy.mariadb.tests.servers import do

    primary = servers.primary("seoul", 1)
    replica = servers.add("seoul-2", 2, "replica")
    do("add-replica", primary, replica)
    return primary, replica
