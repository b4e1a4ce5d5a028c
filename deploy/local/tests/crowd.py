"""Many people at once on a site with MariaDB and several web processes: what test_quota.py and bench/quota.py share.

`Crowd.call` runs the functions of inside_quota.py in a process of its own, with the site's code and settings.
"""

import multiprocessing
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import requests

from deploy.local.tests import inside
from tests.support.browser import Person
from tests.support.site import Site, wait_for

WEB = {"WEB_PROCESSES": "2", "WEB_THREADS": "8"}


@dataclass
class Crowd:
    site: Site
    mariadb: object
    database: str

    def query(self, sql: str) -> list[tuple]:
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def connect(self):
        from MySQLdb import connect

        secret = self.mariadb.stack_dir.secret()
        return connect(
            host="127.0.0.1", port=self.mariadb.port, user="picup", passwd=secret, db=self.database
        )

    def number(self, sql: str) -> int:
        return int(self.query(sql)[0][0] or 0)

    @contextmanager
    def process(self, **environment: str) -> Iterator[Callable]:
        variables = {**self.site.environment, "OUTBOX_NUDGE": "off", "LOG_LEVEL": "WARNING", **environment}
        with multiprocessing.get_context("spawn").Pool(1, inside.begin, (variables,)) as pool:
            yield lambda function, *arguments: pool.apply(function, arguments)

    def wait_until_settled(self, seconds: float = 180) -> None:
        wait_for(
            lambda: not self.number("SELECT count(*) FROM outbox_message WHERE state <> 'done'"), seconds
        )

    def reset_limit(self, person: Person, limit: int) -> None:
        self.query_and_commit(
            f"UPDATE storage_usage SET limit_bytes = {limit} WHERE family_id = {self.family_of(person)}"
        )

    def query_and_commit(self, sql: str) -> None:
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            connection.commit()

    def family_of(self, person: Person) -> int:
        return self.number(f"SELECT family_id FROM accounts_user WHERE email = '{person.email}'")

    def usage_of(self, person: Person) -> int:
        return self.number(f"SELECT used_bytes FROM storage_usage WHERE family_id = {self.family_of(person)}")

    def moves_in(self, name: str) -> Person:
        """A family of its own with one owner."""
        person = Person(self.site.url)
        person.email = f"{name.lower()}-{uuid.uuid4().hex[:6]}@example.com"
        person.sign_up(person.email, family=name)
        return person


class EmbeddedCrowd(Crowd):
    """On SQLite."""

    def query(self, sql: str) -> list[tuple]:
        return self.site.query(sql)

    def query_and_commit(self, sql: str) -> None:
        with closing(sqlite3.connect(self.site.directory / "picup.sqlite3", timeout=30)) as database:
            database.execute(sql)
            database.commit()


@contextmanager
def embedded_crowd(**environment: str) -> Iterator[Crowd]:
    """On a site without any server, as `make run` starts it."""
    site = Site(**environment)
    try:
        yield EmbeddedCrowd(site.start(), None, "")
    finally:
        site.remove()


@contextmanager
def crowd(mariadb, **environment: str) -> Iterator[Crowd]:
    database = f"picup_{uuid.uuid4().hex[:12]}"
    mariadb.run(f"CREATE DATABASE {database} CHARACTER SET utf8mb4")
    site = Site(**{"DATABASE_URL": mariadb.url_of(database), **WEB, **environment})
    try:
        yield Crowd(site.start(), mariadb, database)
    finally:
        site.remove()
        mariadb.run(f"DROP DATABASE {database}")


@dataclass
class Answer:
    """What one upload of one photo got."""

    status: int
    body: dict
    seconds: float
    retry_after: str | None = None

    @property
    def result(self) -> dict:
        return self.body["results"][0]


def send(person: Person, album: str, content: bytes) -> Answer:
    """One photo, as the page's script sends it: with the token of a page that is open already, and again
    when the site asks for that."""
    begun = time.monotonic()
    answer = send_once(person, album, content)
    while answer.status_code == 503 and answer.json().get("error") == "busy":
        time.sleep(int(answer.headers["Retry-After"]))
        answer = send_once(person, album, content)
    seconds = time.monotonic() - begun
    return Answer(answer.status_code, answer.json(), seconds, answer.headers.get("Retry-After"))


def send_once(person: Person, album: str, content: bytes) -> requests.Response:
    with requests.Session() as session:
        session.cookies.update(person.session.cookies)
        return session.post(
            f"{person.url}{album}add/",
            data={"csrfmiddlewaretoken": person.session.cookies["csrftoken"]},
            files=[("files", ("a photo.jpg", content))],
            headers={"Accept": "application/json", "Accept-Language": "en"},
            timeout=120,
        )


def send_at_once(person: Person, album: str, contents: list[bytes]) -> list[Answer]:
    """All of them in the same moment, each on a connection of its own."""
    start, answers = threading.Barrier(len(contents)), []

    def one(content: bytes) -> None:
        start.wait()
        answers.append(send(person, album, content))

    threads = [threading.Thread(target=one, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
