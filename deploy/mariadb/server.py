"""One MariaDB server, as an operator's connection file describes it (connection.example.cnf)."""

import configparser
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

SECONDS_TO_CONNECT = 5
UTF8 = "--default-character-set=utf8mb4"
# Nobody listens there: ERROR 2002 (socket), 2003 (port), 2005 (the name is unknown).
NOBODY = re.compile(r"^ERROR (2002|2003|2005) ", re.MULTILINE)


class Refused(Exception):
    """The command stops; the text says why in one sentence. It leaves nothing half done."""


class Unreachable(Refused):
    """No server listens at the address."""


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def program(name: str) -> str:
    """Return the path of one of MariaDB's client programs. Raise `Refused` if it is not installed."""
    path = shutil.which(name)
    if path is None:
        raise Refused(f"{name} is not on this machine: install Debian's mariadb-client.")
    return path


def quoted(text: str) -> str:
    """Return a text quoted as a string of SQL."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def named(name: str) -> str:
    """Return a name quoted as an identifier of SQL."""
    return "`" + name.replace("`", "``") + "`"


class Server:
    """A server. It runs SQL as the file's `[client]`; other servers replicate it as `[replication]` says.

    Passwords stay in the file and in the standard input of `mariadb`, because everybody can read a command line.
    """

    def __init__(self, file: str | Path):
        self.file = Path(file).absolute()
        self.name = self.file.stem
        self.settings = read(self.file)
        self.host = self.setting("replication", "host")
        self.port = int(self.setting("replication", "port", "3306"))

    def __str__(self) -> str:
        return self.name

    def setting(self, section: str, key: str, default: str | None = None) -> str:
        value = self.settings.get(section, key, fallback=default)
        if value is None:
            raise Refused(f"{self.file.name} has no {key} under [{section}]; see connection.example.cnf.")
        return value

    def command(self, name: str, *flags: str) -> list[str]:
        """A client program that connects to this server; MariaDB wants the file's flag first."""
        return [program(name), f"--defaults-file={self.file}", *flags]

    def run(self, sql: str, *flags: str, seconds: float = 60) -> str:
        """Run statements. Return what they print, separated by tabs. Raise `Refused` with their error."""
        flags = flags or ("--batch", "--skip-column-names")
        command = self.command("mariadb", UTF8, f"--connect-timeout={SECONDS_TO_CONNECT}", *flags)
        try:
            done = subprocess.run(
                command, input=sql, capture_output=True, text=True, timeout=seconds, env=environment()
            )
        except subprocess.TimeoutExpired:
            raise Refused(f"{self} did not answer within {seconds:.0f} s.") from None
        if done.returncode:
            error = done.stderr.strip()
            raise (Unreachable if NOBODY.search(error) else Refused)(f"{self}: {error}")
        return done.stdout.strip()

    def is_gone(self) -> bool:
        """Tell whether nothing accepts connections there. A server that hangs is not gone: it may continue."""
        if accepts(self.host, self.port):
            return False
        try:
            self.run("SELECT 1", seconds=SECONDS_TO_CONNECT * 2)
        except Unreachable:
            return True
        except Refused:
            return False
        return False

    def channels(self) -> list[dict[str, str]]:
        """Return SHOW ALL SLAVES STATUS as one dictionary for each channel; the default channel's name is ""."""
        text = self.run("SHOW ALL SLAVES STATUS", "--vertical")
        rows = re.split(r"^\*+ \d+\. row \*+$", text, flags=re.MULTILINE)[1:]
        return [dict(re.findall(r"^ *(\w+): ?(.*)$", row, flags=re.MULTILINE)) for row in rows]

    def variables(self, *names: str) -> dict[str, str]:
        values = self.run("SELECT " + ", ".join(f"@@GLOBAL.{name}" for name in names)).split("\t")
        return dict(zip(names, values, strict=True))

    def databases(self) -> list[str]:
        """Return all databases except MariaDB's own, and except directories that are none (`lost+found`)."""
        names = self.run("SHOW DATABASES").splitlines()
        return [name for name in names if name not in OWN_DATABASES and not name.startswith("#mysql50#")]


OWN_DATABASES = ("information_schema", "mysql", "performance_schema", "sys")


def environment() -> dict[str, str]:
    """Without MYSQL_PWD, MYSQL_HOST and the like: the file alone decides."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MYSQL_", "MARIADB_"))}
    return {**kept, "LC_ALL": "C.UTF-8"}


def read(file: Path) -> configparser.ConfigParser:
    settings = configparser.ConfigParser(interpolation=None, allow_no_value=True, strict=False)
    try:
        mode = file.stat().st_mode
        settings.read_string(file.read_text())
    except (OSError, configparser.Error) as error:
        raise Refused(f"{file} cannot be read: {error}") from None
    if mode & 0o077:
        raise Refused(f"{file} holds a password, and others can read it: chmod 600 {file}")
    return settings


def accepts(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=SECONDS_TO_CONNECT).close()
    except OSError:
        return False
    return True
