from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import session_ages
from conftest import PASSWORD, sign_in

DAY = 24 * 3600


def later(monkeypatch, **time):
    """Time goes by for this module; what it saves is dated from the real now."""
    now = timezone.now() + timedelta(**time)
    monkeypatch.setattr(session_ages.timezone, "now", lambda: now)


def days_left(client) -> float:
    return client.session.get_expiry_age() / DAY


def cookie_days(client) -> float:
    return client.cookies["picup_session"]["max-age"] / DAY


def test_it_works(client, jieun):
    client.post("/accounts/login/", {"username": jieun.email, "password": PASSWORD})
    assert days_left(client) == pytest.approx(60) and cookie_days(client) == pytest.approx(60)


def test_a_parent_stays_for_good(mother_client, settings):
    mother_client.get("/")
    assert days_left(mother_client) > 5000
    assert cookie_days(mother_client) == 400 and settings.SESSION_COOKIE_AGE == 400 * DAY


def test_an_administrator_stays_for_half_a_day(client, jieun):
    jieun.is_staff = True
    jieun.save()
    client.post("/admin/login/", {"username": jieun.email, "password": PASSWORD})
    assert days_left(client) == pytest.approx(0.5, abs=0.01)
    before = client.session["_session_expiry"]
    client.get("/admin/")
    assert client.session["_session_expiry"] == before


def test_a_visit_renews_it_once_a_day(jieun_client, monkeypatch):
    jieun_client.get("/")
    jieun_client.cookies["picup_session"]["max-age"] = 0
    jieun_client.get("/")
    assert cookie_days(jieun_client) == 0  # Nothing was sent, and nothing written.
    with monkeypatch.context() as patched:
        later(patched, hours=25)
        jieun_client.get("/")
    assert cookie_days(jieun_client) == pytest.approx(60)


def test_an_older_session_gets_its_time_at_the_next_visit(jieun, minsu):
    """Of a release that gave everybody 400 days."""
    client = sign_in(minsu)
    session = client.session
    session.set_expiry(None)
    del session[session_ages.AGE_SINCE]
    session.save()
    assert days_left(client) == 400
    client.get("/")
    assert days_left(client) == pytest.approx(60)


def test_who_becomes_an_administrator_stays_for_less(jieun_client, jieun):
    jieun.is_staff = True
    jieun.save()
    jieun_client.get("/")
    assert days_left(jieun_client) == pytest.approx(0.5, abs=0.01)
