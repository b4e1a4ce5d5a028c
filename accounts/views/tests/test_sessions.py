"""A person's own sessions: the list, ending one, ending all others."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import JournalEntry, SignedInSession
from accounts.services.members import remove_member
from accounts.tasks import clear_sessions
from conftest import PASSWORD, make_member, sign_in
from picup.db.sessions import stored_key

ADDRESS = "/accounts/sessions/"
END_OTHERS = ADDRESS + "end-others/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130 Safari/537"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148"


def enter(person, *, user_agent=WINDOWS, address="203.0.113.7") -> Client:
    """Sign in by the page, as a browser would."""
    client = Client(headers={"user-agent": user_agent}, REMOTE_ADDR=address)
    response = client.post("/accounts/login/", {"username": person.email, "password": PASSWORD})
    assert response.status_code == 302 and response.url == "/"
    return client


def session_of(client) -> SignedInSession:
    return SignedInSession.objects.get(session_key=stored_key(client.session.session_key))


def end(client, session) -> object:
    return client.post(f"{ADDRESS}{session.public_id}/end/")


def is_signed_in(client) -> bool:
    return client.get("/family/").status_code == 200


def listed(client) -> list[tuple[str, bool, bool]]:
    sessions = client.get(ADDRESS).context["sessions"]
    return [(each.session.label, each.is_this, each.is_here) for each in sessions]


def test_it_works(minsu):
    here = enter(minsu)
    enter(minsu, user_agent=IPHONE, address="203.0.113.250")
    enter(minsu, user_agent="x", address="198.51.100.1")
    assert listed(here) == [
        ("Windows computer", True, True),
        ("Another device", False, False),
        ("iPhone", False, True),
    ]
    page = here.get(ADDRESS)
    assert page.templates[0].name == "sessions.html"
    text = page.content.decode()
    assert text.count("this device") == 1 and "iPhone" in text
    assert "203.0.113" not in text and "198.51" not in text, "where from, roughly"


def test_only_the_network_is_kept(minsu):
    enter(minsu)
    enter(minsu, address="2001:db8:1:2:3::4")
    networks = SignedInSession.objects.order_by("pk").values_list("network", flat=True)
    assert list(networks) == ["203.0.113.0/24", "2001:db8:1::/48"]


def test_ending_one(minsu):
    here, there = enter(minsu), enter(minsu, user_agent=IPHONE)
    assert end(here, session_of(there)).url == ADDRESS
    assert is_signed_in(here) and not is_signed_in(there)
    assert Session.objects.count() == SignedInSession.objects.count() == 1
    assert JournalEntry.objects.latest("pk").code == "session_ended"


def test_ending_this_one(minsu):
    here, there = enter(minsu), enter(minsu)
    assert end(here, session_of(here)).url == "/"
    assert not is_signed_in(here) and is_signed_in(there)


def test_ending_all_others(minsu, jieun):
    others = [enter(minsu), enter(minsu, user_agent=IPHONE)]
    here, sister = enter(minsu), enter(jieun)
    assert here.post(END_OTHERS).url == ADDRESS
    assert is_signed_in(here) and is_signed_in(sister)
    assert not any(is_signed_in(each) for each in others)
    assert listed(here) == [("Windows computer", True, True)]
    assert JournalEntry.objects.latest("pk").code == "other_sessions_ended"


def test_ending_a_session_of_an_earlier_release_too(minsu):
    here, old = enter(minsu), enter(minsu)
    key = old.session.session_key
    Session.objects.filter(pk=stored_key(key)).update(session_key=key)
    SignedInSession.objects.filter(session_key=stored_key(key)).delete()
    here.post(END_OTHERS)
    assert not is_signed_in(old)


def test_a_changed_password_ends_them(minsu):
    here, there = enter(minsu), enter(minsu)
    new = "a loud night in June"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/accounts/password/", fields).status_code == 302
    assert not is_signed_in(there)
    # This one goes on, under another key.
    assert [is_this for _, is_this, _ in listed(here)] == [True]
    assert JournalEntry.objects.filter(code="password_changed").count() == 1


def test_what_signed_out_or_expired_is_not_listed(minsu):
    here, out, expired = enter(minsu), enter(minsu), enter(minsu)
    out.post("/accounts/logout/")
    key = stored_key(expired.session.session_key)
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert len(listed(here)) == 1
    clear_sessions()
    assert SignedInSession.objects.get() == session_of(here)


def test_a_visit_is_noted(minsu):
    here = enter(minsu)
    SignedInSession.objects.update(last_seen_at=timezone.now() - timedelta(days=3))
    here.get("/family/")
    assert timezone.now() - session_of(here).last_seen_at > timedelta(days=2), "not within the hour"
    cache.clear()
    here.get("/family/")
    assert timezone.now() - session_of(here).last_seen_at < timedelta(minutes=1)


def test_who_is_removed_leaves_none_behind(minsu):
    there = enter(minsu)
    remove_member(member=minsu)
    assert not is_signed_in(there) and not SignedInSession.objects.exists() and not Session.objects.exists()


def test_parents_have_devices_instead(mother_client):
    assert not SignedInSession.objects.exists()
    for response in (mother_client.get(ADDRESS), mother_client.post(END_OTHERS)):
        assert response.status_code == 403


def test_an_administrator_without_a_family(db):
    boss = make_member(None, "Boss", "boss@example.com")
    assert len(sign_in(boss).get(ADDRESS).context["sessions"]) == 1
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("address", [ADDRESS, END_OTHERS])
def test_signed_out(client, db, address):
    ask = client.get if address == ADDRESS else client.post
    assert ask(address).url.startswith("/accounts/login/")


def test_of_another_person(minsu, jieun_client, stranger_client):
    there = enter(minsu)
    for client in (jieun_client, stranger_client):
        assert end(client, session_of(there)).status_code == 404
        assert client.post(f"{ADDRESS}{'0' * 20}/end/").status_code == 404
    assert is_signed_in(there)


def test_wrong_method(minsu_client):
    assert minsu_client.post(ADDRESS).status_code == 405
    assert minsu_client.get(END_OTHERS).status_code == 405
    assert minsu_client.get(f"{ADDRESS}{session_of(minsu_client).public_id}/end/").status_code == 405


@pytest.mark.parametrize("count", [1, 12])
def test_as_many_queries_for_many(minsu, django_assert_num_queries, count):
    """The session, the person; the list, and the sessions of its rows."""
    [enter(minsu) for _ in range(count)]
    here = enter(minsu)
    with django_assert_num_queries(4):
        assert len(listed(here)) == count + 1


def test_signing_out_elsewhere_is_offered_only_where_there_is_an_elsewhere(minsu):
    here = enter(minsu)
    assert END_OTHERS not in here.get(ADDRESS).text
    enter(minsu, user_agent=IPHONE)
    assert END_OTHERS in here.get(ADDRESS).text
