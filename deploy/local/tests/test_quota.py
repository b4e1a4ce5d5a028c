"""The family's limit under a crowd: exact to the byte, and nobody waits for another family. MariaDB, two web
processes of eight threads, real HTTP; the backup is a bucket behind a proxy that can hang."""

import os
import threading
import time
from contextlib import closing, contextmanager, suppress

import pytest

from deploy.local.fixtures import member_fixture
from deploy.local.members.s3 import BUCKET
from deploy.local.tests import inside_quota
from deploy.local.tests.crowd import crowd as new_crowd
from deploy.local.tests.crowd import send, send_at_once
from tests.support.photos import draw, one_of_a_kind
from tests.support.proxy import Proxy
from tests.support.site import wait_for

pytest.importorskip("MySQLdb")
s3 = member_fixture("s3", own=True)
AT_ONCE = int(os.environ.get("QUOTA_UPLOADS") or 100)
PHOTO = draw(1, 320, 240)
LOCK_SECONDS = 1
MUCH = 10**9


@pytest.fixture(scope="module")
def proxy(s3):
    with Proxy(s3.port) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def crowd(mariadb_primary, s3, proxy):
    bucket = {"STORAGE_BACKUP_S3_BUCKET": BUCKET, "STORAGE_BACKUP_S3_ENDPOINT_URL": proxy.url}
    # Nobody waits so long here: the bucket goes on as soon as it was seen who waits for it.
    times = {"STORAGE_WRITE_TIMEOUT_SECONDS": "30", "DATABASE_LOCK_SECONDS": str(LOCK_SECONDS)}
    with new_crowd(mariadb_primary, **bucket, **s3.credentials, **times) as crowd:
        yield crowd
        print(crowd.site.log.read_text()[-10000:])


@pytest.fixture(scope="module")
def kim(crowd):
    return crowd.moves_in("Kim")


@pytest.fixture(scope="module")
def park(crowd):
    return crowd.moves_in("Park")


def photos(count: int) -> list[bytes]:
    """So many, all of one size."""
    return [one_of_a_kind(PHOTO) for _ in range(count)]


@contextmanager
def locked(crowd, *statements: str):
    """Rows that another connection has locked and does not let go."""
    with closing(crowd.connect()) as connection, connection.cursor() as cursor:
        # As the site does. With gaps, a few rows of a small table lock all of it.
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        connection.begin()
        for statement in statements:
            cursor.execute(statement)
            assert cursor.fetchall(), statement
        yield
        connection.rollback()


@pytest.mark.wide
def test_a_hundred_uploads_at_once(crowd, kim):
    """One of ten has room. No more and no fewer are in, and no byte is lost or counted twice."""
    album = kim.new_album("Summer")
    contents = photos(AT_ONCE)
    size, room = len(contents[0]), AT_ONCE // 10
    crowd.reset_limit(kim, room * size + size - 1)
    checks = []
    checker = threading.Thread(target=lambda: checks.append(crowd.site.manage("reconcile_usage")))
    checker.start()
    answers = send_at_once(kim, album, contents)
    checker.join()
    added = [one for one in answers if one.result["status"] == "added"]
    refused = [one for one in answers if one.result["status"] == "rejected"]
    assert (len(added), len(refused)) == (room, AT_ONCE - room)
    assert {(one.status, one.result["reason"]) for one in refused} == {
        (413, "The family's space is full. Empty the trash, or ask for more space.")
    }
    assert crowd.usage_of(kim) == room * size
    assert len({one.result["picture"] for one in added}) == room
    crowd.wait_until_settled()
    family = crowd.family_of(kim)
    stored = f"FROM storage_storedfile WHERE family_id = {family} AND state = 'stored' AND kind = 'original'"
    assert crowd.query(f"SELECT count(*), sum(size) {stored}") == [(room, room * size)]
    assert crowd.usage_of(kim) == room * size
    # What was refused after its bytes were stored is deleted again, in both storages.
    states = dict(
        crowd.query(f"SELECT state, count(*) FROM storage_storedfile WHERE family_id = {family} GROUP BY 1")
    )
    assert set(states) <= {"stored", "deleted"} and states["stored"] == room * 4
    assert len(crowd.site.stored("main")) == room * 4
    assert "0 that differ" in checks[0], "while they were sent"
    assert "0 that differ" in crowd.site.manage("reconcile_usage")
    crowd.reset_limit(kim, MUCH)


def test_nobody_waits_for_another_family(crowd, kim, park):
    """Every row of the Kims is locked; the Parks do all there is to do."""
    theirs, ours = kim.new_album("Kims"), park.new_album("Parks")
    kept = send(kim, theirs, *photos(1)).result["picture"]
    send(park, ours, *photos(1))
    crowd.wait_until_settled()
    family = crowd.family_of(kim)
    album = f"(SELECT id FROM albums_album WHERE family_id = {family})"
    rows = [
        f"SELECT * FROM storage_usage WHERE family_id = {family} FOR UPDATE",
        f"SELECT * FROM albums_album WHERE family_id = {family} FOR UPDATE",
        f"SELECT * FROM albums_picture WHERE album_id IN {album} FOR UPDATE",
        f"SELECT * FROM storage_storedfile WHERE family_id = {family} FOR UPDATE",
    ]
    with locked(crowd, *rows[:1]):
        # Who waited for a lock would be refused, as in the next test.
        answer = send(park, ours, *photos(1))
        assert answer.result["status"] == "added"
        picture = f"{ours}pictures/{answer.result['picture']}/"
        for page in ("/", ours, picture, "/family/", "/trash/"):
            assert park.get(page).status_code == 200
        form = ours + "add/"
        assert park.post(f"{picture}trash/", form=form).status_code == 200
        assert park.post(f"/trash/pictures/{answer.result['picture']}/delete/", form=form).status_code == 200
        assert transactions(crowd, "LOCK WAIT") == 0
        # And they themselves can look.
        assert kim.get(f"{theirs}pictures/{kept}/").status_code == 200
    with locked(crowd, *rows):
        assert send(park, ours, *photos(1)).result["status"] == "added"
        park.new_album("Another")
        assert kim.get(theirs).status_code == 200
    crowd.wait_until_settled()


def test_who_waits_in_vain_is_told(crowd, kim):
    """Of the same family: bounded, a sentence, when to come again, and the row in the log."""
    album = kim.new_album("Busy")
    before = crowd.usage_of(kim)
    with locked(crowd, f"SELECT * FROM storage_usage WHERE family_id = {crowd.family_of(kim)} FOR UPDATE"):
        answer = send(kim, album, *photos(1))
    assert (answer.status, answer.retry_after) == (503, "5")
    assert answer.result["reason"] == "Too much at once. Please wait a moment and try again."
    assert answer.seconds < 60
    last = crowd.number("SELECT max(id) FROM storage_storedfile")
    assert f"Adding file {last} to album" in crowd.site.log.read_text()
    crowd.wait_until_settled()
    assert crowd.query(f"SELECT state FROM storage_storedfile WHERE id = {last}") == [("deleted",)]
    assert crowd.usage_of(kim) == before
    assert send(kim, album, *photos(1)).result["status"] == "added"


@pytest.mark.wide
def test_waiting_holds_no_connection(crowd, kim, park, proxy):
    """The bucket hangs, and more uploads wait for it than the site has threads for pages: nobody who waits keeps a
    connection or a transaction, and others look at their pages."""
    album = kim.new_album("Slow")
    crowd.wait_until_settled()
    # Afresh, so that what is open is in use: threads keep theirs from one request to the next.
    crowd.site.kill("web")
    time.sleep(1)
    crowd.site.wait_until_up()
    answers = []
    proxy.hangs(way="up")
    try:
        sender = threading.Thread(target=lambda: answers.extend(send_at_once(kim, album, photos(20))))
        sender.start()
        # Four threads of one process take them.
        writing = "SELECT count(*) FROM storage_storedfile WHERE state = 'writing'"
        wait_for(lambda: crowd.number(writing) >= 4, 20)
        # They wait for the bucket alone. What they held until it answers would be there until the first gives up.
        wait_for(lambda: not transactions(crowd) and not connections_of_web(crowd), 60)
        begun = time.monotonic()
        assert [park.get("/").status_code for _ in range(5)] == [200] * 5
        looked = time.monotonic() - begun
        assert not answers, "all of them still wait"
    finally:
        proxy.passes()
    sender.join()
    assert looked < 3
    assert {one.status for one in answers} <= {200, 503}
    crowd.wait_until_settled()
    assert "0 that differ" in crowd.site.manage("reconcile_usage")


def transactions(crowd, state: str = "") -> int:
    """Of the site's database, as the server's administrator sees them; what only looked has none any more."""
    rows = crowd.mariadb.run(
        "SELECT trx_state FROM information_schema.innodb_trx"
        " JOIN information_schema.processlist ON id = trx_mysql_thread_id"
        f" WHERE db = '{crowd.database}'"
    ).split("\n")
    return sum(1 for row in rows if row and row.startswith(state))


def connections_of_web(crowd) -> int:
    """As the server counts them, by the process at the other end."""
    import psutil

    ends = []
    for pid in crowd.site.members()["web"]:
        with suppress(psutil.NoSuchProcess):  # A decoder's process, which lives for one photo.
            ends += psutil.Process(pid).net_connections("tcp")
    return sum(
        1
        for one in ends
        if one.raddr and one.raddr.port == crowd.mariadb.port and one.status == "ESTABLISHED"
    )


@pytest.mark.wide
def test_a_deadlock_is_tried_again(crowd, kim, park):
    """A real one: MariaDB ends one of the two, which begins again."""
    families = [crowd.family_of(kim), crowd.family_of(park)]
    before = [crowd.usage_of(kim), crowd.usage_of(park)]
    with crowd.process() as call:
        met = call(inside_quota.meet, families, 6)
        assert set(met["outcomes"].values()) == {"done"}
        assert sum(met["begun"].values()) == 3
        assert [crowd.usage_of(kim), crowd.usage_of(park)] == [before[0] + 2, before[1] + 2]
        # With no try left, it is given up and nothing of it was done.
        met = call(inside_quota.meet, families, 1)
        assert sorted(outcome.split(":")[0] for outcome in met["outcomes"].values()) == ["busy", "done"]
        assert [crowd.usage_of(kim), crowd.usage_of(park)] == [before[0] + 3, before[1] + 3]
    crowd.query_and_commit(
        f"UPDATE storage_usage SET used_bytes = used_bytes - 3 WHERE family_id IN {tuple(families)}"
    )
    assert "0 that differ" in crowd.site.manage("reconcile_usage")


@pytest.mark.wide
def test_waiting_has_a_bound(crowd, kim):
    family = crowd.family_of(kim)
    with crowd.process() as call:
        assert call(inside_quota.session_variables) == {
            "isolation": "READ-COMMITTED",
            "lock wait": str(LOCK_SECONDS),
        }
        with locked(crowd, f"SELECT * FROM storage_usage WHERE family_id = {family} FOR UPDATE"):
            waited = call(inside_quota.wait_in_vain, family)
    assert waited["outcome"].startswith(f"busy: Usage of family {family}")
    assert waited["begun"] == 6 and 6 <= waited["seconds"] < 60
