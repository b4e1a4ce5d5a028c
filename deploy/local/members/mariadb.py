"""Three MariaDB nodes: the primary, its replica (GTID), and the central backup that collects primaries."""

import getpass
import os
import re
import subprocess

from deploy.local.members.base import Member, program

CONFIGURATION = """\
[mariadbd]
user={user}
datadir={data}
tmpdir={tmp}
# Relative to the data directory: a socket's whole path must not be longer than 107 characters.
socket=server.sock
pid-file=server.pid
bind-address=127.0.0.1
port={port}
skip-name-resolve
character-set-server=utf8mb4
collation-server=utf8mb4_unicode_ci
# Every node has its own GTID domain, so that any of them can become the primary, or be collected.
server-id={number}
gtid_domain_id={number}
gtid_strict_mode=ON
log-bin=binlog
log_slave_updates=ON
# Statements that READ COMMITTED runs are only replicated safely as rows.
binlog_format=ROW
# A photo that was acknowledged survives a power cut.
innodb_flush_log_at_trx_commit=1
sync_binlog=1
slave_net_timeout=5
innodb_buffer_pool_size=64M
innodb_log_file_size=32M
performance_schema=OFF
max_connections=300
"""


class MariaDB(Member):
    package = "mariadb-server"
    stop_seconds = 30
    number = 0
    read_only = False

    def url_of(self, database: str) -> str:
        return f"mysql://picup:{self.stack_dir.secret()}@127.0.0.1:{self.port}/{database}"

    @property
    def url(self) -> str:
        return self.url_of("picup")

    @property
    def data(self):
        return self.directory / "data"

    @property
    def command(self) -> list[str]:
        return [program("mariadbd", self.package), f"--defaults-file={self.directory / 'my.cnf'}"]

    def prepare(self) -> None:
        (self.directory / "tmp").mkdir(exist_ok=True)
        configuration = CONFIGURATION.format(
            user=getpass.getuser(),
            data=self.data,
            tmp=self.directory / "tmp",
            port=self.port,
            number=self.number,
        )
        # Ordinary accounts are refused; replication and root are not.
        configuration += "read_only=ON\n" if self.read_only else ""
        # What a test adds, for the next start.
        (self.directory / "more").mkdir(exist_ok=True)
        configuration += f"!includedir {self.directory / 'more'}\n"
        (self.directory / "my.cnf").write_text(configuration)
        if not (self.data / "mysql").exists():
            self.install()

    def install(self) -> None:
        with self.log.open("a") as log:
            subprocess.run(
                [
                    program("mariadb-install-db", self.package, "/usr/bin"),
                    f"--defaults-file={self.directory / 'my.cnf'}",
                    f"--user={getpass.getuser()}",
                    # Administration by the private socket and the same user of this machine: no password.
                    "--auth-root-authentication-method=socket",
                    f"--auth-root-socket-user={getpass.getuser()}",
                    "--skip-test-db",
                ],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def run(self, sql: str, *flags: str) -> str:
        """Run statements as the node's administrator. Return what they print, separated by tabs."""
        done = subprocess.run(
            [
                program("mariadb", self.package, "/usr/bin"),
                "--no-defaults",
                "--protocol=socket",
                "--socket=server.sock",
                f"--user={getpass.getuser()}",
                "--default-character-set=utf8mb4",
                *(flags or ("--batch", "--skip-column-names")),
            ],
            cwd=self.data,
            input=sql,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        if done.returncode:
            raise RuntimeError(f"{self.name}: {done.stderr.strip()}")
        return done.stdout.strip()

    def is_ready(self) -> bool:
        try:
            return self.run("SELECT 1") == "1"
        except (OSError, RuntimeError):
            return False

    def after_start(self) -> None:
        """Create the accounts, outside the binary log: equal ones of two primaries would stop the central backup."""
        password = self.stack_dir.secret()
        accounts = [
            ("picup", "ALL PRIVILEGES ON `picup%`.*"),
            ("picup", "ALL PRIVILEGES ON `test\\_%`.*"),
            ("picup", "SLAVE MONITOR ON *.*"),
            ("replication", "REPLICATION SLAVE ON *.*"),
        ]
        statements = ["SET sql_log_bin=0"]
        for name, right in accounts:
            statements += [f"CREATE USER IF NOT EXISTS {name}@'127.0.0.1' IDENTIFIED BY '{password}'"]
            statements += [f"GRANT {right} TO {name}@'127.0.0.1'"]
        self.run(";\n".join(statements))

    def follow(self, primary: "MariaDB", channel: str = "") -> None:
        """Replicate `primary` from where this node is. It may be repeated: a running channel continues."""
        name = f"'{channel}'" if channel else ""
        self.run(
            "STOP ALL SLAVES;"
            f"CHANGE MASTER {name} TO MASTER_HOST='127.0.0.1', MASTER_PORT={primary.port},"
            f" MASTER_USER='replication', MASTER_PASSWORD='{self.stack_dir.secret()}',"
            f" MASTER_USE_GTID=slave_pos, MASTER_CONNECT_RETRY=1;"
            f"START SLAVE {name}"
        )

    def replication(self) -> list[dict[str, str]]:
        """Return SHOW ALL SLAVES STATUS as one dictionary for each channel."""
        text = self.run("SHOW ALL SLAVES STATUS", "--vertical")
        rows = re.split(r"^\*+ \d+\. row \*+$", text, flags=re.MULTILINE)[1:]
        return [dict(re.findall(r"^ *(\w+): ?(.*)$", row, flags=re.MULTILINE)) for row in rows]


class Primary(MariaDB):
    name = "mariadb-primary"
    number = 1

    def after_start(self) -> None:
        super().after_start()
        self.run("CREATE DATABASE IF NOT EXISTS picup CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")


class Replica(MariaDB):
    name = "mariadb-replica"
    needs = ("mariadb-primary",)
    number = 2
    read_only = True

    def after_start(self) -> None:
        super().after_start()
        self.follow(Primary(self.stack_dir))


class Central(MariaDB):
    """One server with a copy of every primary's databases, each over a channel of its own name."""

    name = "mariadb-central"
    needs = ("mariadb-primary",)
    number = 9
    read_only = True

    def after_start(self) -> None:
        super().after_start()
        self.follow(Primary(self.stack_dir), "family")
