"""Her language, her visits, her cookie; and that none of it costs a page anything."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from accounts.models import Device
from picup.db.sessions import stored_key

PAGE = "/text-size/"
COOKIE = settings.SESSION_COOKIE_NAME


def seen(ago=timedelta(0)):
    return Device.objects.update(last_seen_at=timezone.now() - ago)


def send(client):
    """What static/hers.js sends after a page."""
    return client.post("/seen/", {"pictures": ""})


def test_the_cookie_is_renewed_once_an_hour(mother_client, django_assert_num_queries):
    expires = Session.objects.get().expire_date
    # With the helper's name once more, for the card.
    with django_assert_num_queries(4) as queries:
        first = mother_client.get(PAGE)
    assert all(query["sql"].startswith("SELECT") for query in queries)
    # The same session with a new age, and nothing written to it.
    assert first.cookies[COOKIE]["max-age"] == 400 * 24 * 3600
    assert first.cookies[COOKIE].value == mother_client.session.session_key
    assert stored_key(first.cookies[COOKIE].value) == Device.objects.get().session_key
    assert first.cookies[COOKIE]["httponly"] and first.cookies[COOKIE]["samesite"] == "Lax"
    assert Session.objects.get().expire_date == expires
    # Session, person, and the helper whom the page names: nothing else on every page, and no write.
    with django_assert_num_queries(3) as queries:
        second = mother_client.get(PAGE)
    assert COOKIE not in second.cookies
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_a_visit_is_noted_once_an_hour_by_what_is_sent(mother_client):
    seen(timedelta(days=40))
    mother_client.get(PAGE)
    assert timezone.now() - Device.objects.get().last_seen_at > timedelta(days=39), "a GET writes nothing"
    assert send(mother_client).status_code == 204
    assert timezone.now() - Device.objects.get().last_seen_at < timedelta(minutes=1)
    seen(timedelta(minutes=50))
    send(mother_client)
    assert timezone.now() - Device.objects.get().last_seen_at > timedelta(minutes=49)


def test_an_hour_later(mother_client):
    send(mother_client)
    seen(timedelta(hours=2))
    cache.clear()
    send(mother_client)
    assert timezone.now() - Device.objects.get().last_seen_at < timedelta(minutes=1)


def test_what_is_sent_does_not_need_the_note(mother_client, monkeypatch, caplog):
    def read_only(*args, **kwargs):
        raise DatabaseError("the primary is down")

    monkeypatch.setattr("accounts.services.devices.Device.objects.filter", read_only)
    assert send(mother_client).status_code == 204
    assert "A visit was not noted" in caplog.text


def test_her_page_does_not_need_the_cache(mother_client, monkeypatch, caplog):
    def down(*args, **kwargs):
        raise ConnectionError("Redis is down")

    monkeypatch.setattr("accounts.throttling.cache.add", down)
    assert mother_client.get(PAGE).status_code == 200
    assert "The cache does not answer" in caplog.text


def test_other_people_are_no_devices(minsu_client, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert COOKIE not in minsu_client.get(PAGE).cookies


def test_machines_ask_the_database_nothing(mother_client, client, django_assert_num_queries):
    for browser in (mother_client, client):
        with django_assert_num_queries(0):
            assert browser.get("/healthz").status_code == 200


def test_a_cookie_of_nobody(db):
    browser = Client()
    for value in ("x", "é", "a" * 400, "'\"; DROP"):
        browser.cookies[COOKIE] = value
        assert browser.get(PAGE).status_code == 302


@pytest.mark.parametrize(
    ("asked", "answered"), [("ko", "ko"), ("en-GB,en", "en"), ("fr", "en"), ("\0;q", "en")]
)
def test_the_browsers_language(client, db, asked, answered):
    response = client.get("/accounts/login/", headers={"Accept-Language": asked})
    assert response["Content-Language"] == answered
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_her_own_language(mother_client):
    response = mother_client.get(PAGE, headers={"Accept-Language": "en"})
    assert response["Content-Language"] == "ko" and "Cookie" in response["Vary"]


def test_one_persons_language_does_not_stay_for_the_next(mother_client, client):
    mother_client.get(PAGE)
    assert client.get("/accounts/login/", headers={"Accept-Language": "en"})["Content-Language"] == "en"
