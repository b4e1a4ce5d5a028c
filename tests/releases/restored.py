"""A site of today on the data directory of an earlier release."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.browser import Person
from tests.support.site import Site

COOKIE = "picup_session"
# What the data says is of one day for ever: nothing of it is too old, and nothing but the tests reads the storages.
AGELESS = {"TRASH_DAYS": "100000", "VERIFY_BYTES_PER_HOUR": "0"}
# One person at a time looks at it.
SMALL = {"WEB_PROCESSES": "1"}
Rows = list[tuple[str, ...]]


class RestoredSite(Site):
    """Restore, migrate; `before` and `after`: every table's rows as text, in the columns that it had
    before; `in_flight`: task, state, begun and id of messages that are not done."""

    def __init__(self, release: str, **environment: str):
        self.release = Path(__file__).parent / release
        self.facts = json.loads((self.release / "facts.json").read_text())
        super().__init__(**AGELESS, **SMALL, **environment)

    def prepare(self, environment: dict[str, str]) -> None:
        shutil.copytree(self.release / "keys", self.directory / "keys")
        shutil.copytree(self.release / "storage", self.directory / "storage")
        for schedule in self.release.glob("beat-schedule*"):
            shutil.copy(schedule, self.directory)
        self.restore_database()
        columns = {table: self.columns(table) for table in self.tables()}
        self.before = self.read(columns)
        self.in_flight = self.ask("SELECT task, state, begun, id FROM outbox_message WHERE state <> 'done'")
        self.manage("prepare")
        self.after = self.read(columns)

    def restore_database(self) -> None:
        with closing(sqlite3.connect(self.directory / "picup.sqlite3")) as database:
            database.executescript((self.release / "sqlite.sql").read_text())

    def read(self, columns: dict[str, list[str]]) -> dict[str, Rows]:
        return {
            table: sorted(self.ask(f"SELECT {', '.join(f'`{name}`' for name in names)} FROM {table}"))
            for table, names in columns.items()
        }

    def ask(self, sql: str) -> Rows:
        """Rows straight from the database, as text."""
        return [tuple(str(value) for value in row) for row in self.query(sql)]

    def tables(self) -> list[str]:
        return [name for (name,) in self.ask("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def columns(self, table: str) -> list[str]:
        return [name for (name,) in self.ask(f"SELECT name FROM pragma_table_info('{table}')")]

    def person(self, session: str = "") -> Person:
        """A browser, with a session of the earlier release if one is named."""
        person = Person(self.url)
        if session:
            person.session.cookies.set(COOKIE, self.facts[session], domain="127.0.0.1", path="/")
        return person

    def path(self, storage: str, key: str) -> Path:
        return self.directory / "storage" / storage / key[:2] / key


class RestoredOnMariaDB(RestoredSite):
    def __init__(self, release: str, server, **environment: str):
        self.server, self.database = server, f"picup_{release.replace('.', '_')}"
        super().__init__(release, DATABASE_URL=server.url_of(self.database), **environment)

    def restore_database(self) -> None:
        self.server.run(f"CREATE OR REPLACE DATABASE {self.database} CHARACTER SET utf8mb4")
        self.server.run((self.release / "mariadb.sql").read_text(), f"--database={self.database}")

    def ask(self, sql: str) -> Rows:
        answer = self.server.run(sql, "--batch", "--skip-column-names", f"--database={self.database}")
        return [tuple(line.split("\t")) for line in answer.splitlines()]

    def tables(self) -> list[str]:
        return [name for (name,) in self.ask("SHOW TABLES")]

    def columns(self, table: str) -> list[str]:
        return [row[0] for row in self.ask(f"SHOW COLUMNS FROM {table}")]
