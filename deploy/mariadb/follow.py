"""Have a server follow a primary, and wait until it has caught up."""

import time

from deploy.mariadb import gtid
from deploy.mariadb.server import Refused, Server, quoted


def channel_of(server: Server, name: str) -> dict[str, str] | None:
    return next((one for one in server.channels() if one["Connection_name"] == name), None)


def channel_from(server: Server, primary: Server) -> dict[str, str] | None:
    """Return the channel over which `server` replicates `primary`."""
    address = (primary.host, str(primary.port))
    return next(
        (one for one in server.channels() if (one["Master_Host"], one["Master_Port"]) == address), None
    )


def sql_name(channel: str) -> str:
    return f"{quoted(channel)} " if channel else ""


def start(server: Server, primary: Server, channel: str = "") -> None:
    """Replicate `primary` from where `server` is. A channel of the same name is changed."""
    name = sql_name(channel)
    stop = f"STOP SLAVE {name};" if channel_of(server, channel) else ""
    server.run(
        f"{stop} CHANGE MASTER {name}TO MASTER_HOST={quoted(primary.host)}, MASTER_PORT={primary.port},"
        f" MASTER_USER={quoted(primary.setting('replication', 'user'))},"
        f" MASTER_PASSWORD={quoted(primary.setting('replication', 'password'))},"
        f" MASTER_USE_GTID=slave_pos, MASTER_CONNECT_RETRY=1{encryption(primary)}; START SLAVE {name}"
    )


def encryption(primary: Server) -> str:
    """Return the TLS options of CHANGE MASTER TO. They verify the primary, or an intruder could pose as it."""
    ca = primary.setting("replication", "ca", "")
    return f", MASTER_SSL=1, MASTER_SSL_CA={quoted(ca)}, MASTER_SSL_VERIFY_SERVER_CERT=1" if ca else ""


def wait_until_caught_up(server: Server, primary: Server, seconds: float, channel: str = "") -> None:
    """Wait until `server` has all that `primary` has written by now, and its lag is 0.

    Raise `Refused` with MariaDB's error as soon as the channel has stopped, or after `seconds`.
    """
    wanted = gtid.parse(primary.run("SELECT @@GLOBAL.gtid_binlog_pos"))
    deadline = time.monotonic() + seconds
    while True:
        status = channel_of(server, channel)
        refuse_stopped(server, status)
        lacks = gtid.missing(gtid.position(server), wanted)
        if status and not lacks and status["Seconds_Behind_Master"] == "0":
            return
        if time.monotonic() > deadline:
            why = (status or {}).get("Last_IO_Error") or "; ".join(lacks) or "its lag is unknown"
            raise Refused(
                f"{server} has not caught up with {primary} within {seconds:.0f} s, and tries on: {why}"
            )
        time.sleep(0.1)


def refuse_stopped(server: Server, status: dict[str, str] | None) -> None:
    if status is None:
        raise Refused(f"{server} replicates nobody.")
    error = status["Last_SQL_Error"] or status["Last_IO_Error"]
    stopped = "No" in (status["Slave_IO_Running"], status["Slave_SQL_Running"])
    # Access denied is repeated for hours; what is wrong then is a password, and waiting does not help.
    if stopped or status["Last_IO_Errno"] == "1045":
        raise Refused(f"{server} does not replicate: {error or 'its replication is stopped'}")


def wait_until_applied(server: Server, status: dict[str, str], seconds: float) -> list[str]:
    """Wait until the relay log of a channel is applied. Return what is still missing after `seconds`."""
    wanted = gtid.received(server, status)
    deadline = time.monotonic() + seconds
    while lacks := gtid.missing(gtid.position(server), wanted):
        if status["Slave_SQL_Running"] != "Yes" or time.monotonic() > deadline:
            return lacks
        time.sleep(0.1)
        status = channel_of(server, status["Connection_name"]) or status
    return []
