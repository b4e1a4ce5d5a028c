import pytest

from deploy.local.fixtures import member_fixture
from tests.support.site import wait_for

mariadb_primary = member_fixture("mariadb-primary", own=True)
mariadb_replica = member_fixture("mariadb-replica", own=True)
mariadb_central = member_fixture("mariadb-central", own=True)
TEXT = "엄마 👵"


def wait_for_primary(primary, follower) -> None:
    """Until the follower has everything that the primary has committed."""
    position = primary.run("SELECT @@gtid_binlog_pos")
    assert follower.run(f"SELECT MASTER_GTID_WAIT('{position}', 20)") == "0", follower.replication()


@pytest.fixture
def table(mariadb):
    name = f"{mariadb.database}.words"
    mariadb.run(
        f"CREATE TABLE {name} (id INT PRIMARY KEY, word VARCHAR(20)); INSERT {name} VALUES (1, '{TEXT}')"
    )
    return name


@pytest.mark.parametrize("kind", ["replica", "central"])
def test_it_works(request, mariadb, table, kind):
    follower = request.getfixturevalue(f"mariadb_{kind}")
    wait_for_primary(mariadb, follower)
    assert follower.run(f"SELECT * FROM {table}") == f"1\t{TEXT}"
    (channel,) = follower.replication()
    assert channel["Slave_IO_Running"] == channel["Slave_SQL_Running"] == "Yes"
    assert channel["Using_Gtid"] == "Slave_Pos"


def test_the_site_cannot_write_to_the_replica(mariadb_replica):
    mysql = pytest.importorskip("MySQLdb")
    connection = mysql.connect(
        host="127.0.0.1", port=mariadb_replica.port, user="picup", password=mariadb_replica.stack_dir.secret()
    )
    with pytest.raises(mysql.OperationalError, match="read-only"):
        connection.cursor().execute("CREATE DATABASE picup_wrong")
    connection.cursor().execute("SHOW ALL SLAVES STATUS")  # What a probe of the lag needs.
    connection.close()


def test_nobody_is_an_administrator_over_the_network(mariadb_primary):
    mysql = pytest.importorskip("MySQLdb")
    for password in ("", mariadb_primary.stack_dir.secret()):
        with pytest.raises(mysql.OperationalError):
            mysql.connect(host="127.0.0.1", port=mariadb_primary.port, user="root", password=password)


def test_the_primary_keeps_what_it_committed_when_it_is_killed(own_stack, mariadb, mariadb_replica, table):
    mariadb.run(f"INSERT {table} VALUES (2, 'before')")
    own_stack.kill("mariadb-primary")
    assert own_stack.states()["mariadb-primary"] == "-"
    own_stack.start("mariadb-primary")
    mariadb.run(f"INSERT {table} VALUES (3, 'after')")
    wait_for_primary(mariadb, mariadb_replica)
    assert mariadb_replica.run(f"SELECT id FROM {table} ORDER BY id").split() == ["1", "2", "3"]


def test_a_killed_replica_catches_up(own_stack, mariadb, mariadb_replica, table):
    own_stack.kill("mariadb-replica")
    mariadb.run(f"INSERT {table} VALUES (2, 'meanwhile')")
    own_stack.start("mariadb-replica")
    wait_for(lambda: mariadb_replica.run(f"SELECT COUNT(*) FROM {table}") == "2", 20)
