"""Copy databases from a running server to another, while people write to the first."""

import contextlib
import re
import subprocess
import tempfile
from typing import IO

from deploy.mariadb import gtid
from deploy.mariadb.checks import held_databases
from deploy.mariadb.server import UTF8, Refused, Server, environment, named

# One snapshot of all tables (REPEATABLE READ), with the GTID position that belongs to it. MariaDB reads both
# together without a global lock, so that people go on uploading. Rows are streamed, not collected.
DUMP = (
    UTF8,
    "--single-transaction",
    "--master-data=2",
    "--gtid",
    "--quick",
    "--routines",
    "--triggers",
    "--hex-blob",
    "--max-allowed-packet=1G",
)
# What is loaded belongs to the source's history, not to the target's own.
LOAD = (UTF8, "--init-command=SET sql_log_bin=0", "--max-allowed-packet=1G")
# At the beginning of a line: a line feed inside a value is written as \n.
POSITION = re.compile(rb"(?:-- )?SET GLOBAL gtid_slave_pos='([0-9,-]*)'")


def copy(source: Server, target: Server, databases: list[str]) -> gtid.Position:
    """Copy databases that `target` does not have. Return the position of the snapshot.

    After a failure drop what was loaded, and raise `Refused`.
    """
    if not databases:
        raise Refused(f"{source} has no database to copy.")
    # What follows would overwrite them, and drop them when it fails.
    if held := set(databases) & set(held_databases(target)):
        raise Refused(f"{target} already has {', '.join(sorted(held))}.")
    try:
        return stream(source, target, databases)
    except BaseException:
        dropped = [f"DROP DATABASE IF EXISTS {named(name)}" for name in databases]
        with contextlib.suppress(Refused):  # The first error is the one to read.
            target.run(";\n".join(["SET sql_log_bin=0", *dropped]))
        raise


def stream(source: Server, target: Server, databases: list[str]) -> gtid.Position:
    dumping = source.command("mariadb-dump", *DUMP, "--databases", "--", *databases)
    loading = target.command("mariadb", *LOAD)
    with tempfile.TemporaryFile() as dump_errors, tempfile.TemporaryFile() as load_errors:
        dump = subprocess.Popen(dumping, stdout=subprocess.PIPE, stderr=dump_errors, env=environment())
        load = subprocess.Popen(
            loading, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=load_errors, env=environment()
        )
        assert dump.stdout and load.stdin
        found = None
        try:
            with dump.stdout, load.stdin:
                found = pump(dump.stdout, load.stdin)
        except BrokenPipeError:  # The loader has ended, and says why.
            pass
        finally:
            codes = dump.wait(), load.wait()
        errors = text(load_errors) if codes[1] else text(dump_errors)
        if any(codes) or found is None:
            raise Refused(f"The copy from {source} to {target} failed: {errors or 'it has no position'}")
        return found


def pump(dump: IO[bytes], load: IO[bytes]) -> gtid.Position | None:
    """Pass the lines on and return the position among them, which recent versions write last."""
    found = None
    for line in dump:
        if match := POSITION.match(line):
            found = gtid.parse(match[1].decode())
        load.write(line)
    return found


def text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace").strip()
