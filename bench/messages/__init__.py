"""The outbox on MariaDB and RabbitMQ (deploy/local), each figure against a bare one of the same run.

`python -m bench messages`. What each figure is stands in its file: dispatching.py, cost.py, latency.py.
"""

import multiprocessing
import os
import statistics
import tempfile
from pathlib import Path

from deploy.local.control import Stack


def run(**sizes: int) -> dict[str, float]:
    """Measure in a process of its own, because Django is set up once, and the other benches use SQLite."""
    with tempfile.TemporaryDirectory(prefix="pic-up-bench-") as name:
        stack = Stack(Path(name) / "stack").open()
        try:
            stack.start("mariadb-primary", "rabbitmq")
            environment = {
                "DJANGO_SETTINGS_MODULE": "picup.settings",
                "DATA_DIR": name,
                "DATABASE_URL": stack["mariadb-primary"].url,
                "CELERY_BROKER_URL": stack["rabbitmq"].url,
                "OUTBOX_NUDGE": "off",
                "LOG_LEVEL": "WARNING",
            }
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                return pool.apply(measure, (environment, sizes))
        finally:
            stack.down()


def measure(environment: dict[str, str], sizes: dict[str, int]) -> dict[str, float]:
    os.environ.update(environment)
    import django

    django.setup()
    from django.core.management import call_command

    from bench.messages import cost, dispatching, handlers, latency  # noqa: F401 (handlers register themselves)

    call_command("prepare", verbosity=0)
    figures: dict[str, float] = {}
    for part in (dispatching, cost, latency):
        print(f"messages: load of the machine before {part.__name__}: {os.getloadavg()[0]:.2f}", flush=True)
        figures |= part.measure(**{name: size for name, size in sizes.items() if name in part.SIZES})
    return figures


def spread(values: list[float], form: str = ".0f") -> str:
    """Return a median with the least and the most value, for the printed lines."""
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"
