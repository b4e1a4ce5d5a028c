import logging

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import path

from picup import urls as real

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


@pytest.fixture
def lines(caplog):
    """The records of requests so far, with their fields."""
    caplog.set_level(logging.DEBUG, "picup.access")
    return lambda: [record for record in caplog.records if record.name == "picup.access"]


def test_it_works(minsu, minsu_client, lines):
    answer = minsu_client.get("/?q=secret")
    (line,) = lines()
    assert (line.method, line.path, line.route, line.status) == ("GET", "/", "shelf", 200)
    assert line.bytes == len(answer.content) and line.user == minsu.public_id and line.milliseconds > 0
    assert f"GET / 200, {line.bytes} bytes, " in line.getMessage()
    assert (
        line.getMessage().endswith(f" ms, shelf, by {minsu.public_id}") and "secret" not in line.getMessage()
    )


def test_nobody_signed_in(client, db, lines):
    client.get("/accounts/login/")
    assert [line.user for line in lines()] == ["-"]


def test_who_has_just_signed_in(client, mother_link, mother, lines):
    client.post(f"/open/{mother_link.token}/")
    assert [line.user for line in lines()] == [mother.public_id]


def test_nobody_is_looked_up_for_it(minsu_client, lines, django_assert_num_queries):
    with django_assert_num_queries(0):
        minsu_client.get("/healthz")
    assert [(line.user, line.levelname) for line in lines()] == [("-", "DEBUG")]


@pytest.mark.parametrize(
    "address", ["/open/{}/", "/open/%0A{}/", "/open/%22{}", "/OPEN/%20{}/more", "/x//open//{}", "/join/{}/"]
)
def test_no_token(client, db, lines, address):
    client.get(address.format("the-secret-token"))
    (line,) = lines()
    assert "the-secret-token" not in line.getMessage() and "the-secret-token" not in str(vars(line))
    assert "\n" not in line.getMessage() and "[secret]" in line.path


def test_what_no_address_matches(client, db, lines):
    client.get("/nowhere/")
    assert [(line.route, line.status) for line in lines()] == [("-", 404)]


def test_what_another_middleware_answers(client, db, lines):
    client.get("/", headers={"Host": "evil.example.com"})
    assert [line.status for line in lines()] == [400]


def test_a_mistake_of_ours(settings, db, lines):
    settings.ROOT_URLCONF = __name__
    Client(raise_request_exception=False).get("/explode/")
    assert [(line.route, line.status) for line in lines()] == [("explode", 500)]


def test_a_stream_is_logged_at_its_end_and_once(settings, db, client, lines):
    settings.ROOT_URLCONF = __name__
    answer = client.get("/stream/")
    assert lines() == []
    assert answer.getvalue() == b"onetwo"
    answer.close()
    (line,) = lines()
    assert (line.route, line.status, line.bytes) == ("stream", 200, None)
