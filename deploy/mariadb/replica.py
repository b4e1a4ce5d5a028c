"""Add a replica to a primary in use, and take an old primary back as a replica."""

from deploy.mariadb import checks, copying, follow, gtid
from deploy.mariadb.accounts import copy_accounts, ensure_accounts
from deploy.mariadb.server import Refused, Server, quoted, say


def add_replica(primary: Server, replica: Server, seconds: float) -> None:
    """Fill the empty server `replica` from `primary`. Return when its lag is 0.

    Raise `Refused` if it holds data, if the configuration of either does not fit, or after `seconds` of
    catching up.
    """
    checks.check_empty(replica)
    checks.check_numbers(primary, replica)
    checks.check_primary(primary)
    checks.check_follower(replica)
    ensure_accounts(primary)
    say(f"Copying {', '.join(primary.databases())} from {primary} to {replica}; {primary} goes on meanwhile.")
    position = copying.copy(primary, replica, primary.databases())
    copy_accounts(primary, replica)
    set_position(replica, position)
    follow.start(replica, primary)
    say(f"Copied as of {position}. Catching up.")
    follow.wait_until_caught_up(replica, primary, seconds)
    say(f"{replica} replicates {primary}, lag 0. Add it to DATABASE_REPLICA_URLS.")


def set_position(replica: Server, position: gtid.Position) -> None:
    """Begin the empty server's log anew, because what its installation wrote there must never reach others.

    The log begins at the copy's position and says so. Otherwise a replica at exactly that position could not follow
    this one after its promotion (error 1236).
    """
    text = quoted(position.sql)
    replica.run(f"RESET MASTER; SET GLOBAL gtid_binlog_state={text}; SET GLOBAL gtid_slave_pos={text}")


def rejoin(server: Server, primary: Server, seconds: float) -> None:
    """Make `server`, an old primary that came back with its data, a replica of `primary`.

    Raise `Refused` if it has transactions that `primary` lacks: they may be photos that were acknowledged.
    """
    checks.check_numbers(primary, server)
    if primary.variables("read_only")["read_only"] != "0":
        raise Refused(f"{primary} is read-only: promote it first.")
    if follow.channel_from(primary, server):
        raise Refused(f"{primary} replicates {server}: promote it first.")
    channels = server.channels()
    if any(one["Connection_name"] for one in channels):
        raise Refused(f"{server} collects several primaries: use repoint for one of its channels.")
    # Before the comparison: what is written after it would be lost unseen.
    server.run("SET GLOBAL read_only=ON")
    own = gtid.position(server)
    everything = gtid.joined(own, *(gtid.received(server, one) for one in channels))
    if lost := gtid.missing(gtid.position(primary), everything):
        raise Refused(
            f"{server} has what {primary} lacks: {'; '.join(lost)}. It stays read-only and as it is:"
            f" `rescue` shows what it is, and brings it over."
        )
    # What it wrote as a primary counts as replicated from now on.
    server.run(f"STOP SLAVE; RESET SLAVE ALL; SET GLOBAL gtid_slave_pos={quoted(own.sql)}")
    follow.start(server, primary)
    follow.wait_until_caught_up(server, primary, seconds)
    say(f"{server} replicates {primary}, lag 0. Put read_only=ON into its configuration (replica.cnf).")
