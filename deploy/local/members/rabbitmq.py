"""The broker: one private node of RabbitMQ. It takes 13 to 26 s to start, which no setting shortens."""

import base64
import json
import urllib.error
import urllib.request
from pathlib import Path

from deploy.local.members.base import Member, program
from deploy.local.stack_dir import answers

BIN = "/usr/lib/rabbitmq/bin"
AMQP = b"AMQP\x00\x00\x09\x01"


class RabbitMQ(Member):
    name = "rabbitmq"
    package = "rabbitmq-server"
    start_seconds = 300
    stop_seconds = 30
    node = "picup@localhost"

    def __init__(self, stack_dir):
        super().__init__(stack_dir)
        self.ports = {
            use: stack_dir.port(f"rabbitmq {use}") for use in ("epmd", "nodes", "management", "metrics")
        }

    def url_of(self, vhost: str) -> str:
        return f"amqp://picup:{self.stack_dir.secret()}@127.0.0.1:{self.port}/{vhost}"

    @property
    def url(self) -> str:
        return self.url_of("picup")

    def api(self, method: str, path: str, body: dict | None = None):
        """Call RabbitMQ's HTTP API, which makes a virtual host in milliseconds; rabbitmqctl takes seconds."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.ports['management']}/api/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        password = base64.b64encode(f"picup:{self.stack_dir.secret()}".encode()).decode()
        request.add_header("Authorization", f"Basic {password}")
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            text = answer.read()
        return json.loads(text) if text else None

    @property
    def command(self) -> list[str]:
        return [program("rabbitmq-server", self.package, BIN)]

    @property
    def environment(self) -> dict[str, str]:
        here = self.directory
        return {
            "HOME": str(here),
            # Makes the script `exec` the Erlang machine: our pid is then the broker itself.
            "RUNNING_UNDER_SYSTEMD": "true",
            # A private epmd: it outlives its broker, and ending it must not disturb another Erlang here.
            "ERL_EPMD_PORT": str(self.ports["epmd"]),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-kernel inet_dist_use_interface {127,0,0,1}"
                # Idle schedulers sleep at once instead of spinning: the stack shares its cores.
                " +sbwt none +sbwtdcpu none +sbwtdio none"
            ),
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.ports["nodes"]),
            "RABBITMQ_MNESIA_BASE": str(here / "data"),
            "RABBITMQ_MNESIA_DIR": str(here / "data" / "node"),
            "RABBITMQ_LOG_BASE": str(here / "logs"),
            "RABBITMQ_SCHEMA_DIR": str(here / "schema"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(here / "generated"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(here / "enabled_plugins"),
            "RABBITMQ_CONFIG_FILE": str(here / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(here / "advanced.config"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_PID_FILE": str(here / "rabbitmq.pid"),
        }

    def prepare(self) -> None:
        # What a test adds, for the next start.
        more = self.directory / "more.conf"
        more.touch()
        (self.directory / "enabled_plugins").write_text("[rabbitmq_management,rabbitmq_prometheus].\n")
        (self.directory / "rabbitmq.conf").write_text(
            "load_definitions = " + str(self.directory / "definitions.json") + "\n"
            f"management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {self.ports['management']}\n"
            f"prometheus.tcp.ip = 127.0.0.1\nprometheus.tcp.port = {self.ports['metrics']}\n"
            "log.console = true\nlog.console.level = warning\nlog.file = false\n"
            # Not the machine's size: several stacks share it. The disk alarm would stop all publishing.
            "vm_memory_high_watermark.absolute = 1GB\ndisk_free_limit.absolute = 50MB\n"
            # Quorum queues flush their log when it is full: 512 MB by default, kept in memory.
            f"raft.wal_max_size_bytes = 33554432\n{more.read_text()}"
        )
        self.write_definitions(self.directory / "definitions.json")

    def write_definitions(self, file: Path) -> None:
        """Define the account and its virtual host for every start, also after the data directory was deleted."""
        user = {"name": "picup", "password": self.stack_dir.secret(), "tags": "administrator"}
        rights = {"user": "picup", "vhost": "picup", "configure": ".*", "write": ".*", "read": ".*"}
        file.touch(mode=0o600)
        file.write_text(json.dumps({"users": [user], "vhosts": [{"name": "picup"}], "permissions": [rights]}))

    def is_ready(self) -> bool:
        return bool(answers(self.port, AMQP)) and bool(answers(self.ports["management"]))


class VirtualHost:
    """A virtual host of the broker, so that the queues of one test do not disturb another."""

    def __init__(self, broker: RabbitMQ, name: str):
        self.broker, self.name = broker, name
        self.url = broker.url_of(name)

    def make(self) -> None:
        self.broker.api("PUT", f"vhosts/{self.name}", {})
        rights = {"configure": ".*", "write": ".*", "read": ".*"}
        self.broker.api("PUT", f"permissions/{self.name}/picup", rights)

    def delete(self) -> None:
        self.broker.api("DELETE", f"vhosts/{self.name}")

    def queues(self) -> dict[str, dict]:
        return {queue["name"]: queue for queue in self.broker.api("GET", f"queues/{self.name}")}
