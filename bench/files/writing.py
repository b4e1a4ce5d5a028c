"""How long an upload's bytes take to both storages, against a bare script (bare_writer.py), by turns: many photos and
one large file, into two directories and into a directory and S3. Medians; the ratio is the medians'."""

import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.files.saying import say
from deploy.local.members.s3 import BUCKET, S3
from tests.support.site import NOT_INHERITED, REPOSITORY

Environment = dict[str, str]


def measure(directory: Path, s3: S3, *, size: int, photo: int, rounds: int) -> dict[str, float]:
    figures = {}
    for backup in ("directory", "s3"):
        for what, each in (("photos", photo), ("large", size)):
            with source_of(directory, count=max(1, size // each), size=each) as source:
                ratio = compare(directory, source, s3 if backup == "s3" else None, what, rounds)
            figures[f"files_write_{what}_{backup}"] = ratio
    return figures


def compare(directory: Path, source: Path, s3: S3 | None, what: str, rounds: int) -> float:
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(write_ours(directory, source, s3)["seconds"])
        bare.append(write_bare(directory, source, s3))
    ratio = statistics.median(ours) / statistics.median(bare)
    where = "a directory and S3" if s3 else "two directories"
    say(f"{what} into {where}: ours {spread(ours)} s, bare {spread(bare)} s, ratio {ratio:.2f}")
    return ratio


def write_ours(directory: Path, source: Path, s3: S3 | None) -> dict[str, float]:
    with place(directory, s3) as target:
        environment = our_environment(target, s3)
        command(environment, "manage.py", "prepare", "--verbosity", "0")
        return json.loads(command(environment, "-m", "bench.files.our_writer", str(source)))


def write_bare(directory: Path, source: Path, s3: S3 | None) -> float:
    with place(directory, s3) as target:
        for name in ("main", "backup"):
            (target / name).mkdir()
        backup = ["s3", s3.url, BUCKET] if s3 else [str(target / "backup")]
        environment = {**os.environ, **(s3.credentials if s3 else {})}
        arguments = [str(source), str(target / "main"), *backup]
        return float(command(environment, "-m", "bench.files.bare_writer", *arguments))


def our_environment(target: Path, s3: S3 | None) -> Environment:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment |= {
        "DATA_DIR": str(target),
        "DJANGO_SETTINGS_MODULE": "picup.settings",
        "LOG_LEVEL": "WARNING",
    }
    # Nobody takes the messages here.
    environment |= {"OUTBOX_NUDGE": "off"}
    if s3:
        environment |= {"STORAGE_BACKUP_S3_BUCKET": BUCKET, "STORAGE_BACKUP_S3_ENDPOINT_URL": s3.url}
        environment |= s3.credentials
    return environment


def command(environment: Environment, *arguments: str) -> str:
    """Run a Python command and return the last line that it printed."""
    run = subprocess.run(
        [sys.executable, *arguments], cwd=REPOSITORY, env=environment, capture_output=True, text=True
    )
    if run.returncode:
        raise RuntimeError(run.stderr)
    return run.stdout.strip().rpartition("\n")[2]


@contextmanager
def place(directory: Path, s3: S3 | None) -> Iterator[Path]:
    """Yield an empty directory, and empty the bucket. Delete both contents afterwards."""
    target = directory / secrets.token_hex(4)
    target.mkdir()
    try:
        yield target
    finally:
        shutil.rmtree(target)
        for path in s3.files.iterdir() if s3 else []:
            path.unlink()
        # What one writer left to the disk is not the next one's to wait for.
        os.sync()


@contextmanager
def source_of(directory: Path, *, count: int, size: int) -> Iterator[Path]:
    """Write files of random bytes. They are in the page cache when they are read."""
    source = directory / "source"
    source.mkdir()
    try:
        for number in range(count):
            with (source / f"{number:05d}").open("wb") as file:
                for start in range(0, size, 2**20):
                    file.write(os.urandom(min(2**20, size - start)))
        os.sync()
        yield source
    finally:
        shutil.rmtree(source)


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"
