"""Where letters are sent: the e-mail first, then the rest by the link of a letter. Nobody learns who has an account."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Family, Invitation, User
from accounts.services import letters, registration
from accounts.tasks import send_sign_up_letter
from conftest import PASSWORD
from outbox.consuming import consume
from outbox.models import Message
from picup.ops.redact import redact

ADDRESS = "/accounts/signup/"
SENT = "/accounts/signup/sent/"
REST = {"display_name": "Jieun", "family_name": "The Kims", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def with_letters(settings, db):
    settings.LETTERS_ARE_SENT = True


def deliver():
    for message in Message.objects.filter(task="accounts.send_sign_up_letter", state="pending"):
        consume(send_sign_up_letter, uid=message.uid, arguments=message.arguments)
        message.refresh_from_db()
        assert message.state == "done", message.error


def ask(client, email, address=ADDRESS):
    response = client.post(address, {"email": email})
    assert (response.status_code, response.url) == (302, SENT)
    deliver()
    return mail.outbox[-1]


def link_in(letter):
    return re.search(r"http://testserver(/accounts/signup/\S+)", letter.body)[1]


def test_it_works(client):
    page = client.get(ADDRESS).content.decode()
    assert "password1" not in page and "We send you an e-mail" in page
    letter = ask(client, "New@Example.com")
    assert letter.to == ["new@example.com"] and not User.objects.exists()
    assert client.get(SENT).status_code == 200
    link = link_in(letter)
    assert 'name="email"' not in client.get(link).content.decode()
    assert client.post(link, REST).url == "/"
    user = User.objects.get()
    assert (user.email, user.family.name, user.is_owner) == ("new@example.com", "The Kims", True)
    assert user.email_verified_at and user.check_password(PASSWORD)
    assert client.get("/family/").status_code == 200


def test_an_email_that_has_an_account(client, jieun):
    letter = ask(client, "JIEUN@example.com")
    assert letter.to == [jieun.email] and "You have a family album already" in letter.subject
    assert "/accounts/login/" in letter.body and "/accounts/password-reset/" in letter.body
    assert "/accounts/signup/" not in letter.body


@pytest.mark.parametrize("by", ["sign-up", "invitation"])
def test_the_same_answer_and_the_same_work(client, jieun, by):
    address = ADDRESS if by == "sign-up" else f"/join/{registration.invite(by=jieun).token}/"
    client.post(address, {"email": "somebody@example.com"})
    answers, work = [], []
    for email in ("jieun@example.com", "nobody@example.com"):
        with CaptureQueriesContext(connection) as queries:
            response = client.post(address, {"email": email})
        answers.append((response.status_code, response.url, response.content))
        work.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
    assert answers[0] == answers[1]
    assert [query.split()[0] for query in work[0]] == [query.split()[0] for query in work[1]]


def test_no_token_in_the_message(client):
    token = link_in(ask(client, "new@example.com")).rstrip("/").rsplit("/")[-1]
    assert token not in str(Message.objects.get().arguments)
    assert token not in redact(f'"GET /accounts/signup/{token}/ HTTP/1.1"')


def test_by_an_invitation(client, jieun):
    token = registration.invite(by=jieun).token
    address = f"/join/{token}/"
    assert "password1" not in client.get(address).content.decode()
    link = link_in(ask(client, "sora@example.com", address))
    assert token not in str(Message.objects.get().arguments) and token not in link
    rest = {name: value for name, value in REST.items() if name != "family_name"}
    assert "Jieun" in client.get(link).content.decode()
    assert client.post(link, {**rest, "password1": "1"}).status_code == 422
    assert client.post(link, rest).url == "/"
    sora = User.objects.get(email="sora@example.com")
    assert (sora.family, sora.role) == (jieun.family, "contributor") and sora.email_verified_at
    # Once: the invitation is used.
    assert Client().get(link).status_code == 404


def test_an_invitation_that_was_taken_back_meanwhile(client, jieun):
    address = f"/join/{registration.invite(by=jieun).token}/"
    link = link_in(ask(client, "sora@example.com", address))
    registration.revoke_invitation(invitation=Invitation.objects.get())
    for response in (client.get(link), client.post(link, REST)):
        assert response.status_code == 404
    assert User.objects.count() == 1


def test_the_site_was_closed_meanwhile(client, settings):
    link = link_in(ask(client, "new@example.com"))
    settings.SIGN_UP = "invite"
    assert [client.get(link).status_code, client.post(link, REST).status_code] == [403, 403]
    assert not Family.objects.exists()


def test_used_twice(client):
    link = link_in(ask(client, "new@example.com"))
    client.post(link, REST)
    again = Client().post(link, REST)
    assert again.status_code == 422 and "There is an account" in again.content.decode()
    assert Family.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "x:y:z", "0" * 500, "WyJhIl0:1:x"])
def test_hostile_addresses(client, token):
    assert client.get(f"{ADDRESS}{token}/").status_code == 404


def test_an_old_letter(client, monkeypatch):
    link = link_in(ask(client, "new@example.com"))
    monkeypatch.setattr(letters, "LIFETIME", -1)
    page = client.get(link)
    assert page.status_code == 404 and "too old" in page.content.decode()


def test_a_letter_is_for_one_thing(client, jieun, settings):
    """The link that verifies an account's e-mail begins no family, nor the other way round."""
    jieun_letter = letters.signing.dumps([jieun.public_id, jieun.email], salt=letters.EMAIL_SALT)
    assert client.get(f"{ADDRESS}{jieun_letter}/").status_code == 404
    sign_up = link_in(ask(client, "new@example.com")).removeprefix(ADDRESS)
    assert client.get(f"/accounts/email/{sign_up}").status_code == 404


def test_signed_in_already(client, jieun_client):
    link = link_in(ask(client, "new@example.com"))
    assert jieun_client.get(link).url == jieun_client.post(link, REST).url == "/"


def test_few_letters(client):
    answers = []
    for number in range(12):
        cache.clear()
        answers.append(client.post(ADDRESS, {"email": f"{number}@example.com"}).status_code)
    assert answers == [302] * 10 + [429] * 2 and Message.objects.count() == 10


def test_bad_input(client):
    link = link_in(ask(client, "new@example.com"))
    for bad in (
        {"password1": "short"},
        {"display_name": ""},
        {"family_name": ""},
        {"password1": "thekims1961", "password2": "thekims1961"},
    ):
        assert client.post(link, {**REST, **bad}).status_code == 422
    # Another e-mail than that of the letter is not listened to.
    client.post(link, {**REST, "email": "other@example.com"})
    assert User.objects.get().email == "new@example.com"


def test_wrong_method(client):
    assert client.put(link_in(ask(client, "new@example.com"))).status_code == 405
    assert client.post(SENT).status_code == 405
