"""Positions: for each domain, the last transaction that a server has, such as `1-1-104,2-2-7`.

Every server has a number of its own, which is both its server-id and its gtid_domain_id. So only one server writes
each domain, in order, and positions are compared by numbers. With one domain for all, late writes of an old primary
could not be told from those of the new one.
"""

from collections.abc import Iterable
from typing import NamedTuple

from deploy.mariadb.server import Refused, Server


class Gtid(NamedTuple):
    domain: int
    server: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.domain}-{self.server}-{self.sequence}"


class Position(dict[int, Gtid]):
    """Domain → its last transaction."""

    def __str__(self) -> str:
        return ",".join(str(self[domain]) for domain in sorted(self)) or "nothing"

    @property
    def sql(self) -> str:
        return ",".join(str(self[domain]) for domain in sorted(self))

    def sequence(self, domain: int) -> int:
        return self[domain].sequence if domain in self else 0

    def within(self, domains: Iterable[int]) -> "Position":
        return Position({domain: self[domain] for domain in domains if domain in self})


def parse(*texts: str) -> Position:
    """Join positions as MariaDB prints them. Of each domain keep the furthest."""
    position = Position()
    for part in ",".join(texts).replace("\n", "").split(","):
        if not part.strip():
            continue
        try:
            gtid = Gtid(*(int(number) for number in part.strip().split("-")))
        except (TypeError, ValueError):
            raise Refused(f"{part!r} is not a GTID.") from None
        if gtid.sequence > position.sequence(gtid.domain):
            position[gtid.domain] = gtid
    return position


def joined(*positions: Position) -> Position:
    return parse(*(position.sql for position in positions))


def missing(have: Position, want: Position) -> list[str]:
    """Return what `have` lacks of `want`, for people: `["1-1-105 to 1-1-107 (3)"]`. Empty if it lacks nothing."""
    ranges = []
    for domain, last in sorted(want.items()):
        count = last.sequence - have.sequence(domain)
        if count == 1:
            ranges.append(f"{last} (1 transaction)")
        elif count > 1:
            first = last._replace(sequence=last.sequence - count + 1)
            ranges.append(f"{first} to {last} ({count} transactions)")
    return ranges


def position(server: Server) -> Position:
    """Return all that a server has: written by itself or applied as a replica."""
    return parse(server.run("SELECT CONCAT_WS(',', @@GLOBAL.gtid_binlog_pos, @@GLOBAL.gtid_slave_pos)"))


def received(server: Server, channel: dict[str, str]) -> Position:
    """Return all that a server has, and what it has received in its relay log and not applied yet."""
    return joined(position(server), parse(channel["Gtid_IO_Pos"]))
