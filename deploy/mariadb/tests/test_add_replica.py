import contextlib
import threading
import time
from pathlib import Path

import pytest

from deploy.mariadb.tests.servers import do


def test_it_works_while_the_primary_is_written_to(servers):
    from deploy.mariadb.tests.writer import Writer

    primary = servers.primary("seoul", 1)
    replica = servers.add("seoul-2", 2, "replica")
    with Writer(primary) as writer, CommandLines(primary.stack_dir.secret()) as lines:
        said = do("add-replica", primary, replica)
        before = len(writer.written)
        time.sleep(0.3)
        assert len(writer.written) > before > 0, "The primary stood still."
    assert "lag 0" in said
    assert lines.seen > 10 and lines.found == []
    position = primary.run("SELECT @@gtid_binlog_pos")
    assert replica.run(f"SELECT MASTER_GTID_WAIT('{position}', 20)") == "0", replica.replication()
    for table in ("pictures", "families"):
        question = f"SELECT COUNT(*) FROM picup.{table}; CHECKSUM TABLE picup.{table}"
        assert replica.run(question) == primary.run(question)
    found = replica.run("SELECT id FROM picup.pictures WHERE id > 1000000 ORDER BY id").split()
    assert [int(number) for number in found] == writer.written
    # Nothing of its own in its log: as a primary it would send that to the others.
    assert "2-2-" not in replica.run("SELECT @@gtid_binlog_state")
    # The site's account came along, and cannot write here.
    import MySQLdb

    site = MySQLdb.connect(
        host="127.0.0.1", port=replica.port, user="picup", password=replica.stack_dir.secret()
    )
    with pytest.raises(MySQLdb.OperationalError, match="read-only"):
        site.cursor().execute("DELETE FROM picup.pictures")
    site.close()
    assert "well" in do("status", primary, replica)
    refused_again(primary, replica)


class CommandLines(threading.Thread):
    """Everybody on the machine may read them; so nobody may find the password there."""

    def __init__(self, secret: str):
        super().__init__(daemon=True)
        self.secret = secret.encode()
        self.seen, self.found = 0, []
        self.asked_to_end = threading.Event()

    def run(self) -> None:
        while not self.asked_to_end.wait(0.05):
            for file in Path("/proc").glob("[0-9]*/cmdline"):
                with contextlib.suppress(OSError):
                    line = file.read_bytes()
                    self.seen += b"--defaults-file" in line
                    self.found += [line] if self.secret in line else []

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error) -> None:
        self.asked_to_end.set()
        self.join(10)


def refused_again(primary, replica) -> None:
    assert "holds data (picup)" in do("add-replica", primary, replica, code=1)
    assert replica.replication()[0]["Slave_SQL_Running"] == "Yes"


def test_what_does_not_fit_is_refused(servers):
    primary = servers.primary("seoul", 1)
    other = servers.add("other", 1, "replica")
    assert "same server_id" in do("add-replica", primary, other, code=1)
    writable = servers.add("writable", 3)
    assert "read_only=0" in do("add-replica", primary, writable, code=1)
    other.file.chmod(0o644)
    assert "chmod 600" in do("add-replica", primary, other, code=1)
    assert other.run("SHOW DATABASES LIKE 'picup'") == writable.run("SHOW DATABASES LIKE 'picup'") == ""


def test_what_fails_is_said_and_repaired(servers):
    primary = servers.primary("seoul", 1)
    replica = servers.add("seoul-2", 2, "replica")
    # A view without its table ends the dump in the middle, after rows were loaded.
    primary.run("CREATE TABLE picup.zzz (id INT); CREATE VIEW picup.zzzz AS SELECT * FROM picup.zzz")
    primary.run("DROP TABLE picup.zzz")
    assert "failed" in do("add-replica", primary, replica, code=1)
    assert replica.run("SHOW DATABASES LIKE 'picup'") == "" and replica.replication() == []
    primary.run("DROP VIEW picup.zzzz")
    # A password that is wrong is said at once, and needs no second copy.
    primary.run("SET sql_log_bin=0; ALTER USER replication@'127.0.0.1' IDENTIFIED BY 'another'")
    began = time.monotonic()
    assert "Access denied" in do("add-replica", primary, replica, code=1)
    assert time.monotonic() - began < 60
    primary.run(
        f"SET sql_log_bin=0; ALTER USER replication@'127.0.0.1' IDENTIFIED BY '{primary.stack_dir.secret()}'"
    )
    assert "lag 0" in do("repoint", replica, primary)
