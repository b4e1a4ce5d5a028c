"""Print one line for each server and each of its channels: what an operator looks at first."""

from deploy.mariadb import gtid
from deploy.mariadb.server import Refused, Server, say


def print_status(servers: list[Server]) -> bool:
    """Print the role of every server. Return whether all answer and replicate."""
    verdicts = [is_well(server) for server in servers]
    return all(verdicts)


def is_well(server: Server) -> bool:
    try:
        read_only = server.variables("read_only")["read_only"] != "0"
        channels = server.channels()
        say(f"{server}: {'read-only' if read_only else 'takes writes'}, at {gtid.position(server)}")
    except Refused as error:
        say(f"{server}: DOES NOT ANSWER. {error}")
        return False
    verdicts = [is_channel_well(channel) for channel in channels]
    return all(verdicts)


def is_channel_well(channel: dict[str, str]) -> bool:
    lag = channel["Seconds_Behind_Master"]
    receives, applies = channel["Slave_IO_Running"], channel["Slave_SQL_Running"]
    name = channel["Connection_name"] or "(replica)"
    source = f"{channel['Master_Host']}:{channel['Master_Port']}"
    error = channel["Last_SQL_Error"] or channel["Last_IO_Error"]
    # NULL means unknown, and that is never "no lag".
    well = receives == applies == "Yes" and lag != "NULL"
    state = "well" if well else f"NOT WELL. {error}"
    say(f"  {name} from {source}: receives {receives}, applies {applies}, lag {lag} s: {state}")
    return well
