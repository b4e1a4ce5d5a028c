"""After an update: parents stay signed in, whatever process they meet, and at last no row holds a key."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore as OldStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.models import Device, SignedInSession
from accounts.services import session_keys
from accounts.services.links import revoke_link
from accounts.tasks import hash_session_keys
from picup.db.sessions import stored_key
from picup.db.tests.test_sessions import is_let_in, key_of, make_plain


@pytest.fixture
def old(mother_client, minsu_client):
    """The keys of mother and Minsu, as an earlier release left them."""
    keys = make_plain(mother_client), make_plain(minsu_client)
    SignedInSession.objects.all().delete()
    return keys


def update_ago(hours: float) -> None:
    applied = timezone.now() - timedelta(hours=hours)
    ours = MigrationRecorder.Migration.objects.filter(name__endswith=session_keys.MIGRATION)
    assert ours.update(applied=applied) == 1


def all_keys() -> set[str]:
    models = (Session, Device, SignedInSession)
    return {key for model in models for key in model.objects.values_list("session_key", flat=True)}


def test_it_works(old):
    update_ago(session_keys.UPDATE_HOURS + 1)
    assert hash_session_keys() == 2
    assert all_keys() == {stored_key(key) for key in old}
    assert all(is_let_in(key) for key in old)
    assert not any(is_let_in(key) for key in all_keys())
    assert hash_session_keys() == 0


def test_while_old_processes_run_they_find_every_session(old):
    """One that did not would delete the parent's cookie: she would be out for good."""
    update_ago(session_keys.UPDATE_HOURS - 1)
    assert hash_session_keys() == 0
    assert all(is_let_in(key) for key in old)
    assert all(OldStore(key).load()["_auth_user_id"] for key in old)


def test_what_an_old_process_begins_is_known(minsu, minsu_client, old):
    """Beside this release it signs somebody in, and stores the key as it is."""
    store = OldStore()
    store.update(OldStore(old[1]).load())
    store.create()
    store.save()
    assert hash_session_keys() == 0
    assert SignedInSession.objects.filter(session_key=store.session_key).exists()


def test_closing_a_link_meanwhile(old, mother_link):
    """The row is plain, and is ended all the same; so is one that is hashed already."""
    revoke_link(link=mother_link.link)
    assert not is_let_in(old[0]) and is_let_in(old[1])


def test_closing_a_link_while_it_is_hashed(old, mother_link):
    """Between its session and its device."""
    Session.objects.filter(pk=old[0]).update(session_key=stored_key(old[0]))
    assert Device.objects.get().session_key == old[0]
    revoke_link(link=mother_link.link)
    assert not is_let_in(old[0])


def test_closing_a_link_afterwards(old, mother_link):
    call_command("hash_session_keys")
    revoke_link(link=mother_link.link)
    assert not is_let_in(old[0]) and is_let_in(old[1])


def test_sessions_with_a_password_are_listed_at_once(old, minsu, mother_client):
    hash_session_keys()
    listed = SignedInSession.objects.get()
    assert listed.user == minsu and listed.session_key == old[1]
    assert abs(listed.created_at - timezone.now()) < timedelta(minutes=1)
    hash_session_keys()
    assert SignedInSession.objects.count() == 1, "not twice"


def test_the_command(old, capsys):
    call_command("hash_session_keys")
    assert "2 sessions" in capsys.readouterr().out
    assert all_keys() == {stored_key(key) for key in old}


def test_in_batches(old, monkeypatch):
    monkeypatch.setattr(session_keys, "BATCH", 1)
    assert session_keys.hash_keys() == 2


def test_nothing_of_todays_is_hashed_twice(minsu_client):
    before = all_keys()
    assert session_keys.hash_keys() == 0 and all_keys() == before
    assert is_let_in(key_of(minsu_client))
