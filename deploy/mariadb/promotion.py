"""Make a replica the primary when the primary is lost for good, without a silent loss."""

from deploy.mariadb import checks, follow, gtid
from deploy.mariadb.accounts import ensure_accounts
from deploy.mariadb.doubts import (
    Other,
    comparable,
    doubts_about_old,
    doubts_about_others,
    doubts_about_relay_log,
)
from deploy.mariadb.server import Refused, Server, say


def promote(replica: Server, old: Server, others: list[Server], *, accept_loss: bool, seconds: float) -> None:
    """Make `replica` the primary and have `others` follow it.

    Raise `Refused` with every reason to fear a loss. With `accept_loss` print them and continue.
    """
    channel = check_replica(replica, old)
    checks.check_primary(replica)
    followers, unknown = [], []
    for server in others:
        try:
            followers.append(known(server, old))
        except Refused as error:
            unknown.append(f"{server} cannot be asked what it has ({error}).")
    doubts = doubts_about_old(replica, old, followers, accept_loss)
    # Asked again: in the meantime they have read what was still on the way.
    followers = [known(other.server, old) for other in followers]
    doubts += doubts_about_relay_log(replica, channel, seconds)
    doubts += doubts_about_others(replica, followers) + unknown
    if doubts and not accept_loss:
        raise Refused("\n".join([*doubts, "Nothing was changed. --accept-loss promotes all the same."]))
    for doubt in doubts:
        say(f"Accepted: {doubt}")
    take_over(replica)
    for other in followers:
        point_anew(other, replica, seconds)
    say_what_is_next(replica, old)


def check_replica(replica: Server, old: Server) -> dict[str, str]:
    channels = replica.channels()
    if len(channels) > 1:
        raise Refused(f"{replica} collects several primaries: it is a backup (restore-site), not a replica.")
    channel = follow.channel_from(replica, old)
    if channel is None:
        whom = "nobody" if not channels else "{Master_Host}:{Master_Port}".format(**channels[0])
        raise Refused(
            f"{replica} replicates {whom} and not {old} ({old.host}:{old.port}): it cannot replace it."
        )
    return channel


def known(server: Server, old: Server) -> Other:
    channel = follow.channel_from(server, old)
    if channel is None:
        raise Refused(f"{server} does not replicate {old}.")
    return Other(server, channel["Connection_name"], gtid.received(server, channel))


def take_over(replica: Server) -> None:
    ensure_accounts(replica)
    # Writes are allowed last: nothing of the old primary may arrive after them.
    replica.run("STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only=OFF")
    say(f"{replica} is the primary now, at {gtid.position(replica)}.")


def point_anew(other: Other, primary: Server, seconds: float) -> None:
    """Have a follower replicate the new primary. One that has more cannot; its failure must not stop the others."""
    if gtid.missing(gtid.position(primary), comparable(other, gtid.position(primary))):
        say(f"{other.server} has more than {primary} and was left alone: save what it has, then rebuild it.")
        return
    try:
        follow.start(other.server, primary, other.channel)
        follow.wait_until_caught_up(other.server, primary, seconds, other.channel)
        say(f"{other.server} replicates {primary}, lag 0.")
    except Refused as error:
        say(f"{other.server} does not follow yet: {error}")


def say_what_is_next(replica: Server, old: Server) -> None:
    say(
        f"""Now:
1. Put read_only=OFF into the configuration of {replica} (primary.cnf): a restart would bring read-only back.
2. DATABASE_URL: the address of {replica}; take it out of DATABASE_REPLICA_URLS. Restart web, workers and beat.
3. {old} must not come back as a primary: read_only=ON in its configuration before it starts; then `rejoin`.
Replication is asynchronous: what {old} committed in its last moments and never sent, only its own disk can
tell. `rejoin` compares, and loses nothing of it."""
    )
