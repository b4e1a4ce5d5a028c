"""Checks before data is copied or a role changes. Each raises `Refused` with one sentence."""

from deploy.mariadb.server import Refused, Server, quoted


def check_numbers(one: Server, other: Server) -> None:
    """Check that every server has its own number (deploy/mariadb/gtid.py says why)."""
    for name in ("server_id", "gtid_domain_id"):
        first, second = (server.variables(name)[name] for server in (one, other))
        if first == second:
            raise Refused(f"{one} and {other} have the same {name} ({first}): give each its own number.")


def check_follower(server: Server) -> None:
    """Check that the configuration is that of replica.cnf: a value set at run time is lost with a restart."""
    wanted = {"log_bin": "1", "log_slave_updates": "1", "gtid_strict_mode": "1", "read_only": "1"}
    check_settings(server, wanted, "replica.cnf")


def check_primary(server: Server) -> None:
    check_settings(server, {"log_bin": "1", "binlog_format": "ROW", "gtid_strict_mode": "1"}, "primary.cnf")


def check_settings(server: Server, wanted: dict[str, str], file: str) -> None:
    for name, value in server.variables(*wanted).items():
        if value != wanted[name]:
            raise Refused(f"{server} has {name}={value}; compare its configuration with {file}.")


def check_empty(server: Server) -> None:
    """Check that the server has no table, no view and no replication, so that nothing is overwritten by mistake."""
    held = held_databases(server)
    if held:
        raise Refused(f"{server} holds data ({', '.join(held)}); only an empty server is filled.")
    if server.channels():
        raise Refused(f"{server} already replicates another server; only an empty server is filled.")


def held_databases(server: Server) -> list[str]:
    """Return the databases that have a table or a view."""
    names = ", ".join(quoted(name) for name in server.databases())
    if not names:
        return []
    question = "SELECT DISTINCT table_schema FROM information_schema.tables WHERE table_schema IN"
    return server.run(f"{question} ({names})").splitlines()
