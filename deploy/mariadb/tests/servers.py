"""Private MariaDB servers: deploy/local's member, with the operator's own configuration file."""

import getpass
import shutil
import subprocess
import sys
import time
from pathlib import Path

from deploy.local.fixtures import refuse
from deploy.local.members.base import Missing, program
from deploy.local.members.mariadb import MariaDB
from deploy.local.processes import end_with_parent
from deploy.local.stack_dir import REPOSITORY, StackDir

HERE = Path(__file__).resolve().parent.parent

# What differs on one machine: where, and small.
OVERRIDES = """
[mariadbd]
user={user}
datadir={data}
tmpdir={tmp}
socket={data}/server.sock
pid-file=server.pid
bind-address=127.0.0.1
port={port}
server-id={number}
gtid_domain_id={number}
innodb_buffer_pool_size=32M
innodb_log_file_size=16M
performance_schema=OFF
"""

CONNECTION = """
[client]
socket={socket}
user={user}

[replication]
host=127.0.0.1
port={port}
user=replication
password={password}
from=127.0.0.1

[site]
user=picup
password={password}
from=127.0.0.1
database={database}
"""


class Node(MariaDB):
    """A server outside any stack: this process starts and kills it."""

    kind = "primary"
    semi_synchronous = False
    more = ""
    process: subprocess.Popen | None = None

    def prepare(self) -> None:
        for directory in (self.directory / "tmp", self.log.parent):
            directory.mkdir(parents=True, exist_ok=True)
        words = {"user": getpass.getuser(), "data": self.data, "port": self.port, "number": self.number}
        text = (HERE / f"{self.kind}.cnf").read_text()
        if self.semi_synchronous:
            text = text.replace("# rpl_semi_sync", "rpl_semi_sync")
        text += self.more + OVERRIDES.format(tmp=self.directory / "tmp", **words)
        (self.directory / "my.cnf").write_text(text)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=end_with_parent
            )
        deadline = time.monotonic() + self.start_seconds
        while not self.is_ready():
            assert self.process.poll() is None and time.monotonic() < deadline, self.last_lines()
            time.sleep(0.03)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def lose(self) -> None:
        """Killed, and its disk gone."""
        self.kill()
        shutil.rmtree(self.data)

    def restart(self, kind: str) -> None:
        """With the configuration of its new role, as the runbook says."""
        self.kill()
        self.kind = kind
        self.prepare()
        self.start()


class Servers:
    """Nodes in one temporary directory, all from one installation."""

    def __init__(self, directory: Path, template: Path | None = None):
        self.stack_dir = StackDir(directory)
        self.nodes: dict[str, Node] = {}
        self.template = template

    def install(self) -> Path:
        node = self.node("template", 99)
        try:
            node.check()
            program("mariadb-dump", "mariadb-client")
        except Missing as error:
            refuse(str(error))
        node.install()
        return node.data

    def node(self, name: str, number: int, kind: str = "primary", database: str = "picup") -> Node:
        node_class = type(name, (Node,), {"name": name, "number": number, "kind": kind})
        node = node_class(self.stack_dir)
        node.prepare()
        node.file = self.stack_dir.directory / f"{name}.cnf"
        words = {"user": getpass.getuser(), "port": node.port, "password": self.stack_dir.secret()}
        socket = node.data / "server.sock"
        node.file.write_text(CONNECTION.format(socket=socket, database=database, **words))
        node.file.chmod(0o600)
        return node

    def add(self, name: str, number: int, kind: str = "primary", database: str = "picup") -> Node:
        """Starts an empty server."""
        node = self.node(name, number, kind, database)
        shutil.copytree(self.template, node.data)
        node.start()
        self.nodes[name] = node
        return node

    def primary(self, name: str, number: int, database: str = "picup") -> Node:
        """Starts a primary with its accounts and a small database."""
        node = self.add(name, number, database=database)
        do("accounts", node)
        node.run(
            f"CREATE DATABASE {database} CHARACTER SET utf8mb4; USE {database};"
            "CREATE TABLE pictures (id INT AUTO_INCREMENT PRIMARY KEY, caption VARCHAR(100), thumb BLOB);"
            "CREATE TABLE families (id INT PRIMARY KEY, name VARCHAR(100));"
            "INSERT families VALUES (1, '할머니''s \\\\ 가족 👵');"
            "INSERT pictures (caption, thumb) SELECT CONCAT('사진 ', seq, '\nSET GLOBAL gtid_slave_pos=''9-9-9'''),"
            " UNHEX(SHA2(seq, 256)) FROM seq_1_to_1000"
        )
        return node

    def end(self) -> None:
        for node in self.nodes.values():
            node.kill()
        shutil.rmtree(self.stack_dir.directory, ignore_errors=True)


def do(*words, code: int = 0) -> str:
    """Runs a command as an operator does, and returns all that it says."""
    command = [str(getattr(word, "file", word)) for word in words]
    done = subprocess.run(
        # -S: without the packages of Pic-up, which may be missing where an operator works.
        [sys.executable, "-S", "-m", "deploy.mariadb", *command],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    assert done.returncode == code, done.stdout
    return done.stdout
