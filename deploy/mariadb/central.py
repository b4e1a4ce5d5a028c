"""One central backup server that replicates the databases of several sites, and the restoration of a site from it."""

import re

from deploy.mariadb import checks, copying, follow, gtid
from deploy.mariadb.accounts import ensure_accounts
from deploy.mariadb.compare import compare
from deploy.mariadb.server import Refused, Server, quoted, say

CHANNEL = re.compile(r"[a-z][a-z0-9_]{0,31}")


def add_source(central: Server, source: Server, channel: str, seconds: float) -> None:
    """Copy what `source` has, then replicate it over a channel of its own. Return when the lag is 0."""
    check_source(central, source, channel)
    ensure_accounts(source)
    say(f"Copying {', '.join(source.databases())} from {source} to {central}.")
    position = copying.copy(source, central, source.databases())
    add_position(central, position)
    follow.start(central, source, channel)
    follow.wait_until_caught_up(central, source, seconds, channel)
    say(f"{central} collects {source} over the channel {channel!r}, lag 0.")


def check_source(central: Server, source: Server, channel: str) -> None:
    if not CHANNEL.fullmatch(channel):
        raise Refused(f"{channel!r} is not a name for a channel: small letters, digits and _.")
    if follow.channel_of(central, channel):
        raise Refused(f"{central} already has a channel {channel!r}. To point it anew: repoint.")
    checks.check_numbers(central, source)
    checks.check_primary(source)
    checks.check_follower(central)
    if both := set(checks.held_databases(central)) & set(source.databases()):
        raise Refused(f"{central} already has {', '.join(sorted(both))}: every site needs names of its own.")
    collected = parse_slave_position(central)
    if clash := collected.within(gtid.position(source)):
        raise Refused(
            f"{central} already collects the domain {', '.join(map(str, clash))} of another server."
        )


def parse_slave_position(server: Server) -> gtid.Position:
    return gtid.parse(server.run("SELECT @@GLOBAL.gtid_slave_pos"))


def add_position(central: Server, position: gtid.Position) -> None:
    """Add a source's domains to the central position, which can only be set while nothing replicates."""
    running = [one["Connection_name"] for one in central.channels() if one["Slave_SQL_Running"] == "Yes"]
    central.run("STOP ALL SLAVES")
    try:
        whole = gtid.joined(parse_slave_position(central), position)
        central.run(f"SET GLOBAL gtid_slave_pos={quoted(whole.sql)}")
    finally:
        for name in running:
            central.run(f"START SLAVE {follow.sql_name(name)}")


def repoint(server: Server, primary: Server, channel: str, seconds: float) -> None:
    """Have a replica, or one channel of the central backup, follow another primary of the same data."""
    if follow.channel_of(server, channel) is None:
        raise Refused(f"{server} has no channel {channel!r}.")
    checks.check_numbers(server, primary)
    own, have = gtid.position(server), gtid.position(primary)
    # The central backup also has the domains of other sites, and of servers that its site has lost.
    if lacks := gtid.missing(have, own.within(have) if channel else own):
        raise Refused(f"{server} has more than {primary}: {'; '.join(lacks)}.")
    follow.start(server, primary, channel)
    follow.wait_until_caught_up(server, primary, seconds, channel)
    say(f"{server} replicates {primary}, lag 0.")


def restore_site(central: Server, target: Server, channel: str, database: str, seconds: float) -> None:
    """Copy one site's database from the central backup to an empty server, and compare every table.

    The site's channel is stopped meanwhile, so that nothing changes on either side.
    """
    status = follow.channel_of(central, channel)
    if status is None:
        raise Refused(f"{central} has no channel {channel!r}.")
    if database not in checks.held_databases(central):
        raise Refused(f"{central} has no database {database}.")
    check_target(central, target)
    checks.check_primary(target)
    if lacks := follow.wait_until_applied(central, status, seconds):
        raise Refused(
            f"{central} has received but not applied: {'; '.join(lacks)}. {status['Last_SQL_Error']}"
        )
    was_running = status["Slave_SQL_Running"] == "Yes"
    central.run(f"STOP SLAVE {quoted(channel)}")
    try:
        copying.copy(central, target, [database])
        say(f"Copied {database} from {central}, which is at {gtid.position(central)}.")
        compare(central, target, database)
    finally:
        if was_running:
            central.run(f"START SLAVE {quoted(channel)}")
    # What the server's installation wrote must not reach the central backup.
    target.run("RESET MASTER")
    made = ensure_accounts(target)
    target.run("SET GLOBAL read_only=OFF")
    say(
        f"{target} is ready; it has the accounts {', '.join(made)}. Now: DATABASE_URL, then repoint {central}."
    )


def check_target(central: Server, target: Server) -> None:
    checks.check_empty(target)
    checks.check_numbers(central, target)
    number = int(target.variables("gtid_domain_id")["gtid_domain_id"])
    if number in gtid.position(central):
        raise Refused(
            f"{central} knows another server with gtid_domain_id {number}: give {target} a number that nobody"
            " had, or what it writes would pass for what the lost server wrote."
        )
