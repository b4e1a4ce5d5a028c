"""Show what only the old primary has, or bring it to the new one."""

import subprocess
import tempfile

from deploy.mariadb import gtid
from deploy.mariadb.copying import text
from deploy.mariadb.server import UTF8, Refused, Server, environment, say

# Rows as comments that a person can read; without the binary form, so that nobody applies them by mistake.
READABLE = ("--verbose", "--base64-output=decode-rows")


def rescue(old: Server, primary: Server, *, apply: bool) -> None:
    """Print the transactions that `old` has and `primary` lacks, or apply them to `primary`.

    They keep their GTIDs, so replicas get them too, and afterwards `old` may rejoin. Raise `Refused` at the first one
    that does not fit what was written to `primary` meanwhile.
    """
    have = gtid.position(primary)
    lost = gtid.missing(have, gtid.position(old))
    if not lost:
        raise Refused(f"{old} has nothing that {primary} lacks.")
    if apply and gtid.position(old).keys() - have.keys():
        raise Refused(
            f"{primary} does not descend from {old}: what {old} has does not fit, and is only shown."
        )
    say(f"Only {old} has: {'; '.join(lost)}.")
    command = log_reader(old, have.within(gtid.position(old)))
    if not apply:
        check(subprocess.run([*command, *READABLE], env=environment()), old)
        return
    with tempfile.TemporaryFile() as events, tempfile.TemporaryFile() as errors:
        # Whole before any of it is applied: a connection that breaks must not leave half.
        check(subprocess.run(command, stdout=events, env=environment()), old)
        events.seek(0)
        loading = primary.command("mariadb", UTF8)
        done = subprocess.run(loading, stdin=events, stdout=errors, stderr=errors, env=environment())
        if done.returncode:
            raise Refused(f"{primary} does not take all of it: {text(errors)}")
    say(f"{primary} has them now. `rejoin` is next.")


def check(done: subprocess.CompletedProcess, old: Server) -> None:
    if done.returncode:
        raise Refused(f"The log of {old} cannot be read; the error is above.")


def log_reader(old: Server, after: gtid.Position) -> list[str]:
    """Return a command that reads every log of `old`, without the transactions up to a position."""
    first = old.run("SHOW BINARY LOGS").split("\t")[0]
    flags = [f"--start-position={after.sql}"] if after else []
    return old.command("mariadb-binlog", "--read-from-remote-server", "--to-last-log", *flags, first)
