"""A MariaDB full of rows, and a process with the site's code that asks it: for tests of what many rows cost."""

import multiprocessing
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.tests import inside


@contextmanager
def filled(mariadb, directory: Path, fill: Callable[[], None]) -> Iterator[Callable]:
    """`call(function, arguments)` calls it there, once the database is migrated and `fill` has filled it."""
    name = f"picup_{uuid.uuid4().hex[:12]}"
    mariadb.run(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    environment = {
        "DJANGO_SETTINGS_MODULE": "picup.settings",
        "DATABASE_URL": mariadb.url_of(name),
        "DATA_DIR": str(directory),
        "LOG_LEVEL": "ERROR",
    }
    with multiprocessing.get_context("spawn").Pool(1, inside.begin, (environment,)) as pool:
        pool.apply(migrate)
        pool.apply(fill)
        yield pool.apply
    mariadb.run(f"DROP DATABASE {name}")


def migrate() -> None:
    from django.core.management import call_command

    from bench.archive import rows

    call_command("migrate", verbosity=0)
    rows.be_patient()
