"""Leaving and closing on real servers, MariaDB and MongoDB, by workers that are killed at every stage."""

import multiprocessing
import os
import signal
import traceback
import uuid
from contextlib import contextmanager

import pytest

pytest.importorskip("MySQLdb")
pytest.importorskip("pymongo")
pytestmark = [pytest.mark.servers, pytest.mark.wide]


@pytest.fixture
def environment(mariadb, mongo, tmp_path):
    """A site's settings. The storages are two directories, the broker is never asked: the test consumes messages."""
    return {
        "DJANGO_SETTINGS_MODULE": "picup.settings",
        "DATABASE_URL": mariadb.url_of(mariadb.database),
        "MONGO_URL": mongo.url.replace("/picup?", f"/picup_{uuid.uuid4().hex[:12]}?"),
        "DATA_DIR": str(tmp_path),
        "LOG_LEVEL": "CRITICAL",
        "OUTBOX_NUDGE": "off",
    }


def begin(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    setup_test_environment()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@contextmanager
def process(environment: dict[str, str]):
    """A process of the site: `call(look, told)`."""
    with multiprocessing.get_context("spawn").Pool(1, begin, (environment,)) as pool:
        yield lambda function, *arguments: pool.apply(function, arguments)


def dies_at(statement: int) -> bool:
    """Work until a process is about to send its so many-th statement, and kill it then. Return False if it never came
    to that: everything is done.

    It is forked from one that has loaded the site and done nothing, because loading takes longer than the work.
    """
    if not (child := os.fork()):
        try:
            work_and_die(statement)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code != 0


def tell(address: str, choice: dict[str, str]) -> dict:
    """Tell the story until somebody has left. Return what must not be found any more."""
    from django.core.management import call_command

    call_command("prepare", verbosity=0)
    from albums.leaving.tests.story import Story, found, kept_of

    story = Story()
    kims = (story.jieun, story.minsu, story.mother)
    people = kims if address == "close" else [story.minsu]
    secrets = set().union(*(person.secrets for person in people))
    keys = set().union(*(person.keys for person in people))
    told = {"secrets": secrets, "keys": keys, "park": kept_of(story.park), "park_secrets": story.park.secrets}
    places = {line.split(":")[0].split(" ")[0] for line in found(secrets, keys=keys)}
    assert {"table", "main", "backup", "mongo", "session"} <= places | {"session"}, places
    leaving = story.begin(story.jieun if address == "close" else story.minsu, address, **choice)
    return {**told, "leaving": leaving.public_id}


def work_and_die(statement: int) -> None:
    from django.db import connection

    from albums.leaving.tests.story import work

    left = [statement]

    def count(execute, sql, params, many, context):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        work()


def look(told: dict) -> dict:
    from accounts.models import Leaving
    from albums.leaving.tests.story import found

    leaving = Leaving.objects.get(public_id=told["leaving"])
    return {
        "found": found(told["secrets"], keys=told["keys"]),
        "park": sorted(line for line in found(told["park_secrets"]) if "outbox" not in line),
        "finished": bool(leaving.finished_at),
        "report": leaving.report,
    }


@pytest.mark.parametrize(
    ("address", "choice", "photos", "files"),
    [
        ("leave", {"photos": "go"}, 4, 16),
        pytest.param("close", {}, 5, 20, marks=pytest.mark.wide),
    ],
)
def test_it_works(environment, address, choice, photos, files, record_property):
    with process(environment) as call:
        told = call(tell, address, choice)
    statement, kills = 3, 0
    with process(environment) as call:
        while call(dies_at, statement):
            kills += 1
            statement += 11
    record_property("kills", kills)
    with process(environment) as call:
        seen = call(look, told)
    assert seen["finished"] and seen["found"] == []
    assert seen["park"] == told["park"], "another family"
    assert (seen["report"]["photos"], seen["report"]["files"]) == (photos, files)
    print(f"{address}: killed {kills} times")
    assert kills >= 5
