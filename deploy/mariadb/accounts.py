"""Create and copy accounts, outside the binary log: equal ones of two primaries would stop the central backup."""

from deploy.mariadb.server import Server, named, quoted

# Accounts of a single server. An empty name is the anonymous account of old installations.
KEPT = ("root", "mysql", "mariadb.sys", "debian-sys-maint", "")


def ensure_accounts(server: Server) -> list[str]:
    """Create the missing accounts of `[replication]` and `[site]`. Return their names."""
    made = [ensure(server, "replication", "REPLICATION SLAVE ON *.*")]
    if server.settings.has_section("site"):
        database = server.setting("site", "database")
        # In a GRANT, _ and % stand for any characters.
        pattern = named(database.replace("_", "\\_").replace("%", "\\%"))
        made.append(ensure(server, "site", f"ALL PRIVILEGES ON {pattern}.*", "SLAVE MONITOR ON *.*"))
    return made


def ensure(server: Server, section: str, *rights: str) -> str:
    account = f"{quoted(server.setting(section, 'user'))}@{quoted(server.setting(section, 'from'))}"
    password = quoted(server.setting(section, "password"))
    encrypted = " REQUIRE SSL" if server.setting(section, "ca", "") else ""
    statements = [
        "SET sql_log_bin=0",
        f"CREATE USER IF NOT EXISTS {account} IDENTIFIED BY {password}{encrypted}",
    ]
    statements += [f"GRANT {right} TO {account}" for right in rights]
    server.run(";\n".join(statements))
    return account


def accounts(server: Server) -> list[tuple[str, str]]:
    """Return user and host of every account that is not the server's own."""
    text = server.run("SELECT User, Host FROM mysql.global_priv WHERE Host <> ''", "--raw", "-BN")
    pairs = [tuple(line.split("\t")) for line in text.splitlines()]
    return [(user, host) for user, host in pairs if user not in KEPT]


def copy_accounts(source: Server, target: Server) -> None:
    """Give `target` the accounts that it lacks, with their passwords (as hashes) and rights."""
    known = accounts(target)
    for user, host in accounts(source):
        if (user, host) in known:
            continue
        account = f"{quoted(user)}@{quoted(host)}"
        questions = f"SHOW CREATE USER {account}; SHOW GRANTS FOR {account}"
        statements = source.run(questions, "--raw", "-BN").splitlines()
        target.run(";\n".join(["SET sql_log_bin=0", *statements]))
