"""The operators' files say the same as each other, and as the servers of the local stack."""

import configparser
from pathlib import Path

import pytest

from deploy.local.members.mariadb import CONFIGURATION

HERE = Path(__file__).resolve().parent.parent
# A place's own, or a machine's size.
OF_A_PLACE = {
    "user",
    "datadir",
    "tmpdir",
    "socket",
    "pid-file",
    "bind-address",
    "port",
    "server-id",
    "gtid_domain_id",
}
OF_A_SIZE = {"innodb_buffer_pool_size", "innodb_log_file_size", "performance_schema"}


def settings(text: str) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None, allow_no_value=True, strict=True)
    parser.read_string(text)
    return dict(parser["mariadbd"])


@pytest.mark.parametrize("kind", ["primary", "replica", "central"])
def test_it_is_what_the_local_stack_runs_with(kind):
    found = settings((HERE / f"{kind}.cnf").read_text())
    wanted = settings(CONFIGURATION)
    for name in wanted.keys() - OF_A_PLACE - OF_A_SIZE:
        assert found.get(name) == wanted[name], name


def test_only_their_role_tells_them_apart():
    primary, replica, central = (
        settings((HERE / f"{kind}.cnf").read_text()) for kind in ("primary", "replica", "central")
    )
    numbers = [one["server-id"] for one in (primary, replica, central)]
    assert len(set(numbers)) == 3
    assert numbers == [one["gtid_domain_id"] for one in (primary, replica, central)]
    for one in (primary, replica, central):
        del one["server-id"], one["gtid_domain_id"]
    assert replica == {**primary, "read_only": "ON", "master-retry-count": "0"}
    assert central == {**replica, "replicate_wild_ignore_table": "mysql.%"}
