"""The pin, the second try and read-only mode, on files; on real servers: deploy/local/tests/test_databases.py."""

import time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from albums.resumable.tests.client import begin, head, patch
from albums.services.albums import create_album
from picup.db import health
from picup.db.middleware import PIN
from picup.db.tests.conftest import harmed, refuse, wait_until
from picup.encryption.tests.helpers import rewrite
from tests.support.waiting import waits_less_than


@pytest.fixture
def album(jieun):
    return create_album(person=jieun, title="Summer", description="")


@pytest.fixture
def replica(album, jieun_client, mother_client, replicas):
    [name] = replicas()
    for client in (jieun_client, mother_client):
        client.handler._middleware_chain = None  # It has ours from now on.
        # What failed at first, and was asked again, is no failure.
        client.raise_request_exception = False
        # Her visit is noted now, and it is as long after her last write.
        client.get("/")
        client.cookies.pop(PIN, None)
    return name


@pytest.fixture
def no_primary(replica):
    """The primary is known to be down, as if requests and probes had found it so."""

    def begin():
        [server] = [server for server in health.database_monitor.servers() if server.name == "default"]
        server.probe = refuse
        wait_until(health.database_monitor, "down", "default")
        return server

    return begin


def shelf(client):
    return client.get("/")


def tables_asked(client, address: str, alias: str) -> str:
    with CaptureQueriesContext(connections[alias]) as queries:
        assert client.get(address).status_code == 200
    return " ".join(query["sql"] for query in queries)


def test_it_works(replica, mother_client):
    """Who she is comes from the primary, what she sees from the replica."""
    assert "albums_album" in tables_asked(mother_client, "/", replica)
    on_primary = tables_asked(mother_client, "/", "default")
    assert "django_session" in on_primary and "albums_album" not in on_primary


def test_a_person_reads_her_own_write(replica, jieun_client):
    """The replica never gets it; her pin is for all tabs and processes, because the browser carries it."""
    response = jieun_client.post("/albums/new/", {"title": "Winter", "description": ""})
    assert response.status_code == 302 and response.cookies[PIN]["httponly"]
    assert abs(int(response.cookies[PIN].value) / 1000 - time.time()) < 5
    assert "Winter" in shelf(jieun_client).content.decode()


def test_the_pin_ends(replica, jieun_client, settings):
    jieun_client.post("/albums/new/", {"title": "Winter", "description": ""})
    settings.DATABASE_PIN_SECONDS = 0.01
    # The replica of this test says that it is never behind.
    written = int(jieun_client.cookies[PIN].value) / 1000
    from tests.support.site import wait_for

    wait_for(lambda: health.database_monitor.verdicts()[replica].complete_until > written, 5)
    assert "albums_album" in tables_asked(jieun_client, "/", replica)


@pytest.mark.parametrize(
    "value", ["", "x", "-1", "1e9", "\u0663".encode().decode("latin-1"), "9" * 40, "9" * 14, "0"]
)
def test_a_forged_pin_harms_nobody(replica, mother_client, value):
    mother_client.cookies[PIN] = value
    assert shelf(mother_client).status_code == 200


def test_looking_sets_no_pin(replica, mother_client):
    mother_client.get("/")  # Her visit is noted, once an hour.
    assert PIN not in mother_client.get("/").cookies


def test_forms_are_read_from_the_primary(replica, jieun_client, album):
    rewrite(album, description="Newer than the replica")
    with CaptureQueriesContext(connections[replica]) as queries:
        jieun_client.post(f"/albums/{album.public_id}/edit/", {"title": "Winter", "description": ""})
    assert len(queries) == 0


def test_the_admin_is_read_from_the_primary(replica, client):
    with CaptureQueriesContext(connections[replica]) as queries:
        client.get("/admin/login/")
        client.get("/metrics")
    assert len(queries) == 0


def test_what_is_too_new_for_the_replica_is_found(replica, jieun, mother_client):
    """Somebody else made it a moment ago, so nothing pins her."""
    new = create_album(person=jieun, title="Winter", description="")
    assert mother_client.get(new.get_absolute_url()).status_code == 200
    assert mother_client.get("/albums/00000000000000000000/").status_code == 404


def test_a_look_at_a_dying_replica_is_answered_by_the_primary(replica, jieun_client):
    with harmed(replica):
        with waits_less_than(1):
            response = shelf(jieun_client)
        assert response.status_code == 200 and "Summer" in response.content.decode()
        assert health.database_monitor.verdicts()[replica].state == "down"
        # Nobody asks it any more.
        with CaptureQueriesContext(connections["default"]) as queries:
            assert shelf(jieun_client).status_code == 200
        assert any("albums_album" in query["sql"] for query in queries)
    wait_until(health.database_monitor, "up", replica)
    assert "albums_album" in tables_asked(jieun_client, "/", replica)


def test_read_only_mode(replica, no_primary, mother_client, jieun_client, album):
    no_primary()
    for client in (mother_client, jieun_client):
        for address in ("/", album.get_absolute_url(), "/text-size/"):
            with CaptureQueriesContext(connections["default"]) as queries:
                response = client.get(address)
            assert response.status_code == 200 and not len(queries), address
            assert settings.SESSION_COOKIE_NAME not in response.cookies
    answer = mother_client.get("/readyz")
    assert answer.status_code == 200 and answer.json()["mode"] == "read-only"


@pytest.mark.parametrize("address", ["/text-size/", "/accounts/login/", "/accounts/logout/", "/nowhere/"])
def test_writes_are_refused_kindly_and_at_once(replica, no_primary, mother_client, address):
    no_primary()
    mother_client.post(address)
    with waits_less_than(0.1):
        response = mother_client.post(address, {"step": 4}, headers={"Accept": "text/html"})
    assert response.status_code == 503 and response["Retry-After"] == "10"
    assert (
        response["Cache-Control"] == "no-store"
        and "default-src 'none'" in response["Content-Security-Policy"]
    )
    page = response.content.decode()
    assert "You can look at every photo" in page and 'lang="ko"' in page
    script = mother_client.post(address, headers={"Accept": "application/json"})
    # No "reason": the uploader would show it and give the photo up.
    assert script.status_code == 503 and script.json() == {"error": "read-only", "retry_after": 10}


def test_an_upload_waits(replica, no_primary, jieun_client, album):
    """423 to HEAD, without a time: the clients of tus then come again, and after 503 they send all anew."""
    address = begin(jieun_client, album, 1000)
    no_primary()
    asked = head(jieun_client, address)
    assert asked.status_code == 423 and "Retry-After" not in asked and asked["Tus-Resumable"] == "1.0.0"
    assert patch(jieun_client, address, 0, b"x").status_code == 503


def test_it_ends_by_itself(replica, no_primary, jieun_client):
    server = no_primary()
    assert jieun_client.post("/albums/new/", {"title": "Winter"}).status_code == 503
    server.probe = lambda: 0
    wait_until(health.database_monitor, "up", "default")
    assert jieun_client.post("/albums/new/", {"title": "Winter", "description": ""}).status_code == 302
    assert jieun_client.get("/readyz").json()["mode"] == "normal"


def test_a_session_that_the_replica_has_not_got_is_not_ended(replica, no_primary, minsu):
    browser = Client()
    browser.force_login(minsu)  # On the primary only.
    no_primary()
    response = browser.get("/")
    assert response.status_code == 200 and settings.SESSION_COOKIE_NAME not in response.cookies


def test_a_write_in_a_look_is_not_tried_in_read_only_mode(replica, no_primary, mother_client, caplog):
    """Her visit, and her session where something changes it."""
    no_primary()
    assert mother_client.get("/text-size/").status_code == 200
    assert "not noted" not in caplog.text


def test_commands_write_to_the_primary(replica, no_primary):
    no_primary()
    call_command("clearsessions")
