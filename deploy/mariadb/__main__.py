"""Commands for operators of MariaDB servers; RUNBOOK.md says when to use which.

Each SERVER is a connection file (connection.example.cnf, mode 600). A command that refuses says why in a
sentence, changes nothing that it does not say, and ends with 1.
"""

import argparse
import sys

from deploy.mariadb import central, promotion, replica, status
from deploy.mariadb.accounts import ensure_accounts
from deploy.mariadb.rescue import rescue
from deploy.mariadb.server import Refused, Server, say


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.mariadb",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="do", required=True)

    def command(name: str, text: str, *servers: str, wait: int = 0) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        for server in servers:
            added.add_argument(server, metavar=server.upper())
        if wait:
            added.add_argument("--wait", type=float, default=wait, metavar="SECONDS", help=f"default {wait}")
        return added

    command("status", "what each server is, has, and how far behind it is").add_argument("servers", nargs="+")
    command("accounts", "creates the accounts that the file names, outside the binary log", "server")
    command("add-replica", "fills an empty server from a live primary", "primary", "replica", wait=3600)
    added = command("promote", "makes a replica the primary that is lost", "replica", wait=60)
    added.add_argument("--old-primary", required=True)
    added.add_argument(
        "--other", action="append", default=[], help="also replicated the old primary; repeatable"
    )
    added.add_argument("--accept-loss", action="store_true")
    added = command(
        "rescue", "what only an old primary has: shows it, or brings it over", "server", "primary"
    )
    added.add_argument("--apply", action="store_true")
    command("rejoin", "an old primary becomes a replica", "server", "primary", wait=3600)
    added = command(
        "add-source", "a central backup collects one more primary", "central", "source", wait=3600
    )
    added.add_argument("--channel", required=True)
    added = command("repoint", "a channel follows another primary", "server", "primary", wait=3600)
    added.add_argument("--channel", default="")
    added = command("restore-site", "a site's database comes back", "central", "target", wait=60)
    added.add_argument("--channel", required=True)
    added.add_argument("--database", required=True)
    return parser.parse_args()


def run(given: argparse.Namespace) -> int:
    if given.do == "status":
        return 0 if status.print_status([Server(file) for file in given.servers]) else 1
    if given.do == "accounts":
        say(f"{given.server} has {', '.join(ensure_accounts(Server(given.server)))}.")
    elif given.do == "add-replica":
        replica.add_replica(Server(given.primary), Server(given.replica), given.wait)
    elif given.do == "promote":
        promotion.promote(
            Server(given.replica),
            Server(given.old_primary),
            [Server(file) for file in given.other],
            accept_loss=given.accept_loss,
            seconds=given.wait,
        )
    elif given.do == "rescue":
        rescue(Server(given.server), Server(given.primary), apply=given.apply)
    elif given.do == "rejoin":
        replica.rejoin(Server(given.server), Server(given.primary), given.wait)
    elif given.do == "add-source":
        central.add_source(Server(given.central), Server(given.source), given.channel, given.wait)
    elif given.do == "repoint":
        central.repoint(Server(given.server), Server(given.primary), given.channel, given.wait)
    elif given.do == "restore-site":
        central.restore_site(
            Server(given.central), Server(given.target), given.channel, given.database, given.wait
        )
    return 0


def main() -> int:
    try:
        return run(parse())
    except Refused as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
