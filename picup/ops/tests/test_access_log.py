import logging

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import path

from picup import urls as real
from picup.ops import access_log, logs

handler404, handler500 = real.handler404, real.handler500


def explode(request):
    raise ZeroDivisionError


def stream(request):
    return StreamingHttpResponse(iter([b"one", b"two"]))


urlpatterns = [
    path("explode/", explode, name="explode"),
    path("stream/", stream, name="stream"),
    *real.urlpatterns,
]


LOGGER = "django_structlog.middlewares.request"


@pytest.fixture
def lines(caplog):
    """The fields of the lines about requests so far, with their level."""
    caplog.set_level(logging.INFO, LOGGER)
    return lambda: [
        record.msg | {"level": record.levelname} for record in caplog.records if record.name == LOGGER
    ]


def test_it_works(minsu, minsu_client, lines):
    answer = minsu_client.get("/?q=secret")
    (line,) = lines()
    assert line.pop("milliseconds") > 0
    assert line == {
        "event": "request_finished",
        "level": "INFO",
        "request_id": answer["X-Request-ID"],
        "method": "GET",
        "path": "/",
        "route": "shelf",
        "status": 200,
        "bytes": len(answer.content),
        "user": minsu.public_id,
    }


def test_nobody_signed_in(client, db, lines):
    client.get("/accounts/login/")
    assert [line["user"] for line in lines()] == ["-"]


def test_who_has_just_signed_in(client, mother_link, mother, lines):
    client.post(f"/open/{mother_link.token}/")
    assert [line["user"] for line in lines()] == [mother.public_id]


def test_nobody_is_looked_up_for_it(minsu_client, lines, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(access_log, "FOR_MACHINES", ())
    with django_assert_num_queries(0):
        minsu_client.get("/healthz")
    assert [line["user"] for line in lines()] == ["-"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_machines_that_ask_every_few_seconds_write_no_line(client, db, lines, address):
    assert client.get(address).status_code == 200
    assert lines() == []


@pytest.mark.parametrize(
    "address", ["/open/{}/", "/open/%0A{}/", "/open/%22{}", "/OPEN/%20{}/more", "/x//open//{}", "/join/{}/"]
)
def test_no_token(client, db, lines, address):
    client.get(address.format("the-secret-token"))
    (line,) = lines()
    assert "the-secret-token" not in str(line)
    assert "\n" not in line["path"] and "[secret]" in line["path"]


def test_what_no_address_matches(client, db, lines):
    client.get("/nowhere/")
    assert [(line["route"], line["status"], line["level"]) for line in lines()] == [("-", 404, "WARNING")]


def test_what_another_middleware_answers(client, db, lines):
    client.get("/", headers={"Host": "evil.example.com"})
    assert [line["status"] for line in lines()] == [400]


def test_a_mistake_of_ours(settings, db, lines, caplog):
    """The traceback, and the line that every request has, under one id and nowhere else."""
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get("/explode/?q=secret")
    failed, finished = lines()
    assert (failed["event"], failed["level"], failed["route"]) == ("request_failed", "ERROR", "explode")
    assert (finished["event"], finished["status"], finished["route"]) == ("request_finished", 500, "explode")
    assert failed["request_id"] == finished["request_id"] == answer["X-Request-ID"]
    written = [logs.make_formatter(form).format(caplog.records[0]) for form in ("json", "line")]
    assert all("ZeroDivisionError" in text and "secret" not in text for text in written)
    assert len(caplog.records) == 2


def test_a_stream_is_logged_at_its_end_and_once(settings, db, client, lines):
    settings.ROOT_URLCONF = __name__
    answer = client.get("/stream/")
    assert lines() == []
    assert answer.getvalue() == b"onetwo"
    answer.close()
    (line,) = lines()
    assert (line["route"], line["status"], line["bytes"]) == ("stream", 200, None)
    assert line["request_id"] == answer["X-Request-ID"]


def test_a_stream_that_nobody_reads(settings, db, client, lines):
    """A caller who goes away in the middle, or asks for the headers alone."""
    settings.ROOT_URLCONF = __name__
    client.get("/stream/").close()
    client.head("/stream/").close()
    assert [(line["method"], line["status"]) for line in lines()] == [("GET", 200), ("HEAD", 200)]
