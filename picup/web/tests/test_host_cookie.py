"""A parent who is signed in by a cookie of the release before stays signed in under HTTPS."""

import pytest
from django.test import Client

from picup.web.host_cookie import MARK

NAME, FORMER = "__Host-picup_session", "picup_session"


@pytest.fixture(autouse=True)
def https(settings):
    settings.SESSION_COOKIE_NAME = NAME
    settings.SESSION_COOKIE_SECURE = True


@pytest.fixture
def client_now(mother):
    client = Client()
    client.force_login(mother, "accounts.backends.MemberBackend")
    return client


@pytest.fixture
def key(client_now):
    """Of a session of an earlier release."""
    session = client_now.session
    del session[MARK]
    session.save()
    return session.session_key


def test_it_works(key):
    client = Client()
    client.cookies[FORMER] = key
    response = client.get("/", secure=True)
    assert response.context["user"].is_authenticated
    moved, former = response.cookies[NAME], response.cookies[FORMER]
    assert (moved.value, moved["secure"], moved["httponly"], moved["path"], moved["domain"]) == (
        key,
        True,
        True,
        "/",
        "",
    )
    assert former["max-age"] == 0
    assert client.get("/", secure=True).context["user"].is_authenticated


def test_the_present_name_wins(key, stranger):
    """Another host of the domain may set the former name."""
    client = Client()
    client.cookies[NAME] = key
    client.cookies[FORMER] = "planted"
    response = client.get("/", secure=True)
    assert response.context["user"].is_authenticated and NAME not in response.cookies


def test_a_session_of_now_is_not_taken(client_now, key):
    """Another host of the domain may have signed in here itself, to plant its own session."""
    attacker = Client()
    attacker.cookies[FORMER] = key
    attacker.get("/", secure=True)
    for planted in (client_now.session.session_key, attacker.cookies[NAME].value):
        client = Client()
        client.cookies[FORMER] = planted
        response = client.get("/", secure=True)
        assert not response.context["user"].is_authenticated and NAME not in response.cookies


def test_a_key_of_nobody_is_not_moved(db):
    client = Client()
    client.cookies[FORMER] = "x" * 32
    response = client.get("/", secure=True)
    assert NAME not in response.cookies or not response.cookies[NAME].value


def test_nothing_happens_without_https(settings, mother):
    settings.SESSION_COOKIE_NAME = FORMER
    client = Client()
    client.force_login(mother, "accounts.backends.MemberBackend")
    assert NAME not in client.get("/").cookies
