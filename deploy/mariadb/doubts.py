"""Reasons to fear that a promotion loses data. Each function returns sentences; an empty list means no fear."""

import contextlib
import time
from dataclasses import dataclass

from deploy.mariadb import follow, gtid
from deploy.mariadb.server import Refused, Server


@dataclass
class Other:
    """Another server that replicated the old primary: a second replica, or the central backup."""

    server: Server
    channel: str
    received: gtid.Position


def doubts_about_old(replica: Server, old: Server, others: list[Other], accept_loss: bool) -> list[str]:
    """Doubt a promotion while the old primary answers: two primaries would each hold what the other lacks.

    If that is accepted, stop writes to the old primary, so that the replica can receive the last ones.
    """
    if old.is_gone():
        followers = [replica, *(other.server for other in others)]
        return [
            f"{follower} still hears {old}: it cannot be reached from here, but it lives."
            for follower in followers
            if hears(follower, old)
        ]
    if not accept_loss:
        return [f"{old} still answers, or hangs: end it for good first (RUNBOOK.md, 'It is not dead')."]
    try:
        old.run("SET GLOBAL read_only=ON", seconds=10)
        with contextlib.suppress(Refused):
            follow.wait_until_caught_up(replica, old, 10)
        lost = gtid.missing(gtid.position(replica), gtid.position(old))
    except Refused as error:
        return [f"{old} holds its port and cannot be asked what will be lost ({error})."]
    return [f"{old} still answers and is read-only now; it alone has: {'; '.join(lost) or 'nothing'}."]


def hears(server: Server, old: Server) -> bool:
    """Tell whether the old primary still talks to a server that replicates it, even if this machine cannot reach it.

    A replica also needs a moment to read what has arrived, and to give up a connection that went silent: that
    is `slave_net_timeout`, and a living primary says something twice as often.
    """
    deadline = time.monotonic() + float(server.variables("slave_net_timeout")["slave_net_timeout"]) + 2
    while (channel := follow.channel_from(server, old)) and channel["Slave_IO_Running"] == "Yes":
        if time.monotonic() > deadline:
            return True
        time.sleep(0.1)
    return False


def doubts_about_relay_log(replica: Server, channel: dict[str, str], seconds: float) -> list[str]:
    channel = follow.channel_of(replica, channel["Connection_name"]) or channel
    doubts = []
    if lacks := follow.wait_until_applied(replica, channel, seconds):
        error = channel["Last_SQL_Error"] or "it was stopped, or needs more time"
        doubts.append(f"{replica} has received but not applied: {'; '.join(lacks)} ({error}).")
    if channel["Slave_IO_Running"] == "No":
        error = channel["Last_IO_Error"] or "somebody stopped it"
        doubts.append(
            f"{replica} had stopped receiving from the old primary ({error}): what it lacks is not known."
        )
    elif channel["Master_Server_Id"] == "0":
        # A replica that starts throws its relay log away: it expects to receive the same again.
        doubts.append(
            f"{replica} has not reached the old primary since it was restarted: what it lacks is not known."
        )
    return doubts


def doubts_about_others(replica: Server, others: list[Other]) -> list[str]:
    own = gtid.position(replica)
    return [
        f"{other.server} has more than {replica}: {'; '.join(lacks)}. Promote that one."
        for other in others
        if (lacks := gtid.missing(own, comparable(other, own)))
    ]


def comparable(other: Other, own: gtid.Position) -> gtid.Position:
    """Return the central backup's position without the domains of other sites."""
    return other.received.within(own) if other.channel else other.received
