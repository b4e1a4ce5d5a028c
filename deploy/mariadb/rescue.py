"""What only the old primary has: to be looked at, and to be brought to the new one."""

import subprocess
import tempfile

from deploy.mariadb import gtid
from deploy.mariadb.copying import text
from deploy.mariadb.server import UTF8, Refused, Server, environment, say

# Rows as comments that a person can read; without the binary form, so that nobody applies them by mistake.
READABLE = ("--verbose", "--base64-output=decode-rows")


def rescue(old: Server, primary: Server, *, apply: bool) -> None:
    """Prints the transactions that `old` has and `primary` lacks, or applies them to `primary`.

    They keep their GTIDs: replicas get them too, and afterwards `old` lacks nothing and may rejoin. Applying
    ends at the first one that does not fit what was written to `primary` meanwhile, with `Refused`.
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
    command = reading(old, have.within(gtid.position(old)))
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


def reading(old: Server, after: gtid.Position) -> list[str]:
    """Reads every log of `old`, without the transactions up to a position."""
    first = old.run("SHOW BINARY LOGS").split("\t")[0]
    flags = [f"--start-position={after.sql}"] if after else []
    return old.command("mariadb-binlog", "--read-from-remote-server", "--to-last-log", *flags, first)
