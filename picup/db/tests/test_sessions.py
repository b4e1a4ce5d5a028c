"""A row of django_session signs nobody in: it holds a hash of what the cookie holds."""

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Device, SignedInSession
from picup.db.sessions import KEY_LENGTH, SessionStore, stored_key, stored_keys

COOKIE = settings.SESSION_COOKIE_NAME
PAGE = "/text-size/"


def is_let_in(key: str) -> bool:
    client = Client()
    client.cookies[COOKIE] = key
    return client.get(PAGE).status_code == 200


def key_of(client) -> str:
    return client.cookies[COOKIE].value


def make_plain(client) -> str:
    """What an earlier release would have stored."""
    key = key_of(client)
    for model in (Session, Device, SignedInSession):
        model.objects.filter(session_key=stored_key(key)).update(session_key=key)
    return key


def test_it_works(minsu_client):
    row = Session.objects.get()
    assert row.session_key == stored_key(key_of(minsu_client)) and len(row.session_key) == 40
    assert is_let_in(key_of(minsu_client))


def test_a_copied_row_signs_nobody_in(minsu_client, mother_client):
    """Neither of django_session, nor of the tables that name sessions."""
    copied = set(Session.objects.values_list("session_key", flat=True))
    copied |= set(Device.objects.values_list("session_key", flat=True))
    copied |= set(SignedInSession.objects.values_list("session_key", flat=True))
    assert len(copied) == 2
    for client in (minsu_client, mother_client):
        assert not any(key_of(client) in str(row) for row in Session.objects.values())
    assert not any(is_let_in(key) for key in copied)
    assert not any(is_let_in(key[:KEY_LENGTH]) for key in copied)


def test_a_row_of_an_earlier_release_is_found(mother_client, django_assert_num_queries):
    key = make_plain(mother_client)
    assert is_let_in(key)
    # What an old process beside this one looks for stays, also when this one saves the session.
    store = SessionStore(key)
    store["word"] = "new"
    store.save()
    assert Session.objects.get().session_key == key and SessionStore(key)["word"] == "new"


def test_saved_while_it_is_hashed(mother_client):
    key = make_plain(mother_client)
    store = SessionStore(key)
    store["word"] = "new"
    Session.objects.update(session_key=stored_key(key))
    store.save()
    assert Session.objects.get().session_key == stored_key(key) and SessionStore(key)["word"] == "new"


@pytest.mark.parametrize("prepare", [key_of, make_plain])
def test_signing_out_deletes_the_row(minsu_client, prepare):
    key = prepare(minsu_client)
    minsu_client.post("/accounts/logout/")
    assert not Session.objects.exists() and not is_let_in(key)


@pytest.mark.parametrize("prepare", [key_of, make_plain])
def test_a_new_key_ends_the_earlier_one(minsu_client, prepare):
    before = prepare(minsu_client)
    store = SessionStore(before)
    store.load()
    store.cycle_key()
    store.save()
    assert Session.objects.get().session_key == stored_key(store.session_key)
    assert is_let_in(store.session_key) and not is_let_in(before)
    # It goes on under the new key in the list of sessions too.
    assert SignedInSession.objects.get().session_key == stored_key(store.session_key)


@pytest.mark.parametrize("prepare", [key_of, make_plain])
def test_flush(minsu_client, prepare):
    store = SessionStore(prepare(minsu_client))
    store.flush()
    assert not Session.objects.exists() and store.session_key is None


def test_deleted_meanwhile(minsu_client):
    store = SessionStore(key_of(minsu_client))
    store["word"] = "new"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_asked_by_async_code(minsu_client):
    key = key_of(minsu_client)

    async def ask() -> tuple[bool, bool, bool]:
        found = [bool(await SessionStore(each).aload()) for each in (key, stored_key(key))]
        return *found, await SessionStore().aexists(stored_key(key))

    assert async_to_sync(ask)() == (True, False, False)


def test_clearsessions(minsu_client, mother_client):
    Session.objects.filter(pk=stored_key(key_of(minsu_client))).update(expire_date=timezone.now())
    call_command("clearsessions")
    assert Session.objects.get().pk == stored_key(key_of(mother_client))


def test_exists(minsu_client):
    key = key_of(minsu_client)
    assert SessionStore().exists(key) and not SessionStore().exists(stored_key(key))
    make_plain(minsu_client)
    assert SessionStore().exists(key)


@pytest.mark.parametrize("key", ["", None, "short", "é" * 32, "a" * 4000, "\ud800" * 32, "'; DROP" * 5])
def test_a_cookie_of_nobody(db, key):
    assert SessionStore(key).load() == {} or not key
    assert not Session.objects.filter(pk__in=stored_keys(key)).exists()


def test_no_key_is_looked_up_as_it_is_unless_it_is_an_old_one():
    assert stored_keys("a" * 40) == [stored_key("a" * 40)]
    assert stored_keys("a" * 32) == [stored_key("a" * 32), "a" * 32]
