"""What a session's cookie claims, by one query."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from accounts.sessions import claim_of


def key_of(client) -> str:
    return client.cookies["picup_session"].value


def test_it_works(minsu, minsu_client, mother, mother_client, django_assert_num_queries):
    for person, client in ((minsu, minsu_client), (mother, mother_client)):
        with django_assert_num_queries(1):
            claim = claim_of(key_of(client))
        assert claim.user_id == person.pk and claim.holds(person.password)


def test_another_password(minsu, minsu_client):
    claim = claim_of(key_of(minsu_client))
    assert not claim.holds(make_password("another walk in spring"))
    assert not claim.holds("")


def test_no_such_session(db, client):
    assert claim_of("0" * 32) is None


def test_nobody_signed_in(minsu_client):
    key = key_of(minsu_client)
    minsu_client.logout()
    assert claim_of(key) is None


def test_expired(minsu_client):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert claim_of(key_of(minsu_client)) is None


def test_text_that_was_changed(minsu_client):
    session = Session.objects.get()
    for text in ("", "x", session.session_data[:-1], session.session_data[1:], "x:y:z"):
        Session.objects.update(session_data=text)
        assert claim_of(session.pk) is None


def test_a_backend_that_is_no_longer_used(minsu, client):
    client.force_login(User.objects.get(pk=minsu.pk), backend="django.contrib.auth.backends.ModelBackend")
    assert claim_of(key_of(client)) is None
