"""Our own processes: web, web-uploads, worker and beat, with the engines' addresses as their environment."""

import shutil
import subprocess
import sys
from importlib.util import find_spec

from deploy.local.members.base import Member, Missing, module
from deploy.local.members.mariadb import Primary, Replica
from deploy.local.members.mongo import Mongo
from deploy.local.members.rabbitmq import RabbitMQ
from deploy.local.members.redis import Redis
from deploy.local.members.s3 import BUCKET, S3
from deploy.local.stack_dir import REPOSITORY, StackDir, answers

CELERY = ["celery", "--quiet", "-A", "picup"]
# At a time, by the member that takes them.
UPLOADS = "4"


def site_environment(stack_dir: StackDir) -> dict[str, str]:
    """Return the variables of docs/settings.md. All are set, so that the starter's own have no effect."""
    data = stack_dir.directory / "site"
    return {
        "DATA_DIR": str(data),
        "DATABASE_URL": Primary(stack_dir).url,
        "DATABASE_REPLICA_URLS": Replica(stack_dir).url,
        "CACHE_URL": Redis(stack_dir).url,
        "RELEASE": "",
        "CELERY_BROKER_URL": RabbitMQ(stack_dir).url,
        "MONGO_URL": Mongo(stack_dir).url,
        "STORAGE_MAIN_DIR": str(data / "storage" / "main"),
        "STORAGE_BACKUP_DIR": "",
        "STORAGE_BACKUP_S3_BUCKET": BUCKET,
        "STORAGE_BACKUP_S3_PREFIX": "",
        "STORAGE_BACKUP_S3_ENDPOINT_URL": S3(stack_dir).url,
        "AWS_REGION": "us-east-1",
        **S3(stack_dir).credentials,
        # Who tries the stack makes as many families as she likes.
        "SIGN_UP": "open",
        "SIGN_UPS_PER_HOUR": "0",
        "SITE_LIMIT_BYTES": "0",
        "LETTERS_PER_HOUR": "0",
        "EMAIL_URL": f"filemail:///{data / 'mail'}",
        "HOST": "127.0.0.1",
        "PORT": str(stack_dir.port("web")),
        "WEB_PROCESSES": "3",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "CSRF_TRUSTED_ORIGINS": f"http://127.0.0.1:{stack_dir.port('nginx')}",
        "TRUSTED_PROXIES": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "picup.settings",
        "OUTBOX_NUDGE": "on",
        "LOG_LEVEL": "INFO",
        "LOG_FORMAT": "json",
        "ALERT_WEBHOOK_URL": "",
        "DEBUG": "off",
        "HTTPS": "off",
    }


def forget_counts(stack_dir: StackDir) -> None:
    """Remove what an earlier stack's processes counted (picup/ops/counters.py). Call it before any of them starts."""
    shutil.rmtree(stack_dir.directory / "site" / "metrics", ignore_errors=True)


class SiteMember(Member):
    """A process of the site. It runs in the repository, so its next start uses changed code."""

    package = "our own requirements/servers.txt (make setup-servers)"
    stop_seconds = 20

    def check(self) -> None:
        for package, name in (("mysqlclient", "MySQLdb"), ("boto3", "boto3")):
            if find_spec(name) is None:
                raise Missing(f"{package} is not installed: make setup-servers.")

    @property
    def environment(self) -> dict[str, str]:
        return site_environment(self.stack_dir)

    @property
    def working_directory(self):
        return REPOSITORY


class Web(SiteMember):
    name = "web"
    needs: tuple[str, ...] = ("mariadb-primary", "redis", "s3")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self) -> list[str]:
        return module("gunicorn", "--config", "picup/gunicornconfig.py", "picup.wsgi")

    def prepare(self) -> None:
        """Migrations and static files, by one process before all others need them."""
        with self.log.open("a") as log:
            subprocess.run(
                [sys.executable, "manage.py", "prepare"],
                cwd=REPOSITORY,
                env=self.whole_environment,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def is_ready(self) -> bool:
        """Tell whether /healthz answers. A dependency that is down does not count."""
        return b" 200 " in answers(self.port, b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")


class WebUploads(Web):
    """A second web server for uploads alone, so that a hundred photos at once do not delay pages."""

    name = "web-uploads"
    # It prepares the database.
    needs = ("web",)
    # Pages come first on a busy machine.
    niceness = 5

    @property
    def environment(self) -> dict[str, str]:
        own = {"PORT": str(self.port), "WEB_PROCESSES": "1"}
        # No thread more than uploads: none is refused, and what nginx has received waits for its turn.
        threads = {"WEB_THREADS": UPLOADS, "WEB_UPLOADS": UPLOADS, "WEB_DOWNLOADS": "0"}
        return {**super().environment, **own, **threads}

    def prepare(self) -> None:
        """Nothing: `web` has prepared all that both need."""


class CeleryMember(SiteMember):
    needs: tuple[str, ...] = ("web", "rabbitmq")
    listens = False
    # What it logs once it has reached the broker, or (beat) has begun.
    ready_line = ""
    log_was = 0

    def prepare(self) -> None:
        self.log_was = self.log.stat().st_size if self.log.exists() else 0

    def is_ready(self) -> bool:
        with self.log.open("rb") as log:
            log.seek(self.log_was)
            return self.ready_line.encode() in log.read()


class Worker(CeleryMember):
    name = "worker"
    # Its history would wait for `mongo` otherwise, and no message would ever be the last.
    needs = (*CeleryMember.needs, "mongo")
    ready_line = " ready."

    @property
    def command(self) -> list[str]:
        queues = ["--queues", "ticks,pictures,renderings,files,mail", "--concurrency", "2"]
        # Gossip and mingle ask other workers about things that nobody here uses, and slow the start.
        quiet = ["--without-gossip", "--without-mingle"]
        return module(*CELERY, "worker", *queues, *quiet, "--loglevel", "INFO")


class Films(CeleryMember):
    """The worker for films alone: photos do not wait behind a conversion."""

    name = "films"
    needs = Worker.needs
    ready_line = " ready."

    @property
    def command(self) -> list[str]:
        queues = ["--queues", "films", "--concurrency", "1", "--hostname", "films@%h"]
        quiet = ["--without-gossip", "--without-mingle"]
        return module(*CELERY, "worker", *queues, *quiet, "--loglevel", "INFO")


class Beat(CeleryMember):
    name = "beat"
    ready_line = "beat: Starting"

    @property
    def command(self) -> list[str]:
        schedule = ["--schedule", str(self.directory / "schedule"), "--pidfile="]
        return module(*CELERY, "beat", *schedule, "--loglevel", "INFO")
