"""Ten million pictures: the cost of a page at the far end of a large album, against its first page and OFFSET.

`python -m bench archive` fills in ARCHIVE_PICTURES (default 10,000,000; filling.py), a hundredth of them in one album.
It uses MariaDB of deploy/local. Django's test client calls the views in one process, so that the figures are those of
our code and the database, without a web server.
"""

import multiprocessing
import os
import tempfile
from pathlib import Path

from deploy.local.control import Stack

PICTURES = 10_000_000
# Of the private server, while it fills: nothing there is anybody's photo.
RELAXED = """
GRANT BINLOG ADMIN ON *.* TO picup@'127.0.0.1';
SET GLOBAL innodb_flush_log_at_trx_commit = 0, GLOBAL sync_binlog = 0;
SET GLOBAL innodb_buffer_pool_size = 4 * 1024 * 1024 * 1024, GLOBAL innodb_log_file_size = 4 * 1024 * 1024 * 1024;
SET GLOBAL innodb_io_capacity_max = 20000, GLOBAL innodb_io_capacity = 5000
"""


def run() -> dict[str, float]:
    """Measure in a process of its own, because Django is set up once, and the other benches use SQLite."""
    pictures = int(os.environ.get("ARCHIVE_PICTURES") or PICTURES)
    with tempfile.TemporaryDirectory(prefix="pic-up-bench-") as name:
        stack = Stack(Path(name) / "stack").open()
        try:
            stack.start("mariadb-primary")
            stack["mariadb-primary"].run(RELAXED)
            environment = {"DATA_DIR": name, "DATABASE_URL": stack["mariadb-primary"].url}
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                return pool.apply(measure, (environment, pictures))
        finally:
            stack.down()


def measure(environment: dict[str, str], pictures: int) -> dict[str, float]:
    begin(environment)
    from django.core.management import call_command

    from bench.archive import filling, rows

    call_command("prepare", verbosity=0)
    rows.be_patient()
    rows.log_nothing()
    filling.fill(max(3, pictures * 3 // 100_000), max(300, pictures * 3 // 10_000), pictures)
    return ask()


def begin(environment: dict[str, str]) -> None:
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "picup.settings",
            "ALLOWED_HOSTS": "testserver",
            "LOG_LEVEL": "CRITICAL",
            **environment,
        }
    )
    import django

    django.setup()


def ask() -> dict[str, float]:
    """Return the figures of the archive in the database."""
    from bench.archive import explaining, turning

    figures = turning.measure()
    explaining.show()
    return figures
