import re
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPServerDisconnected
from threading import Barrier

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Tally
from accounts.services import letters, passwords
from accounts.tasks import send_password_reset
from conftest import PASSWORD, sign_in
from outbox.consuming import consume
from outbox.models import Message

ADDRESS = "/accounts/password-reset/"
NEW = "another quiet morning"


def letter_to(client, email):
    """Asks for a letter, and sends it as the worker would."""
    response = client.post(ADDRESS, {"email": email})
    assert (response.status_code, response.url) == (302, "/accounts/password-reset/sent/")
    for message in Message.objects.filter(task="accounts.send_password_reset"):
        passwords.send_reset(**message.arguments)


def link_in(letter):
    return re.search(r"http://testserver(/\S+)", letter.body)[1]


def test_it_works(client, jieun):
    assert client.get(ADDRESS).status_code == 200
    letter_to(client, "JIEUN@example.com")
    assert client.get("/accounts/password-reset/sent/").status_code == 200
    (letter,) = mail.outbox
    assert letter.to == ["jieun@example.com"] and "Jieun" in letter.body
    page = client.get(link_in(letter), follow=True)
    assert "set-password" in page.request["PATH_INFO"]
    done = client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert done.status_code == 200
    jieun.refresh_from_db()
    assert jieun.check_password(NEW)
    # Once.
    again = client.get(link_in(letter), follow=True)
    assert "too old" in again.content.decode()


def test_other_browsers_are_signed_out(client, jieun, jieun_client):
    letter_to(client, jieun.email)
    page = client.get(link_in(mail.outbox[0]), follow=True)
    client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    assert jieun_client.get(reverse("family")).status_code == 302


def test_in_the_persons_language(client, jieun):
    jieun.language = "ko"
    jieun.save()
    letter_to(client, jieun.email)
    assert len(mail.outbox) == 1


def test_the_same_answer_for_everybody(client, jieun, minsu, mother):
    """And the same work, so that its time does not tell either: what is done for an unknown e-mail is taken back."""
    pages, work = [], []
    client.post(ADDRESS, {"email": "minsu@example.com"})
    for email in ("jieun@example.com", "nobody@example.com"):
        with CaptureQueriesContext(connection) as queries:
            pages.append(client.post(ADDRESS, {"email": email}))
        work.append([query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]])
    assert pages[0].url == pages[1].url and work[0] == work[1]
    assert {message.arguments["email"] for message in Message.objects.exclude(task="albums.welcome")} == {
        jieun.email,
        minsu.email,
    }


def test_unknown_names_make_no_row(client, jieun):
    for number in range(20):
        client.post(ADDRESS, {"email": f"{number}@example.com"})
    assert not Message.objects.exists()
    # One: how many letters this caller has asked for.
    assert Tally.objects.count() == 1


def asked(client, email, address="192.0.2.1"):
    """The status of one request, as if the last were long ago."""
    cache.clear()
    return client.post(ADDRESS, {"email": email}, REMOTE_ADDR=address).status_code


def test_one_caller_asks_for_few_letters(client, jieun, caplog):
    answers = [asked(client, f"{number}@example.com") for number in range(12)]
    assert answers == [302] * 10 + [429] * 2
    assert asked(client, jieun.email) == 429 and not Message.objects.exists()
    assert asked(client, jieun.email, "192.0.2.2") == 302 and Message.objects.count() == 1
    assert "example.com" not in caplog.text and "by caller" in caplog.text


def test_a_household_is_one_caller(client, jieun):
    answers = [asked(client, f"{number}@example.com", f"2001:db8::{number}") for number in range(12)]
    assert answers == [302] * 10 + [429] * 2


def test_one_person_gets_few_letters(client, jieun, minsu):
    """Whoever asks: many strangers cannot fill her box. The answer stays the same."""
    answers = [asked(client, jieun.email, f"192.0.2.{number}") for number in range(8)]
    assert answers == [302] * 8 and Message.objects.count() == 5
    asked(client, minsu.email, "192.0.2.9")
    assert Message.objects.count() == 6


def test_one_site_sends_few_letters(client, jieun, minsu, settings, caplog):
    settings.LETTERS_PER_HOUR = 1
    assert [asked(client, "nobody@example.com"), asked(client, jieun.email), asked(client, minsu.email)] == [
        302
    ] * 3
    assert Message.objects.count() == 1 and "by site" in caplog.text


def test_the_letter_verifies_the_e_mail(client, jieun):
    letter_to(client, jieun.email)
    page = client.get(link_in(mail.outbox[0]), follow=True)
    client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    jieun.refresh_from_db()
    assert jieun.email_verified_at


def test_no_token_in_the_message(client, jieun):
    letter_to(client, jieun.email)
    token = link_in(mail.outbox[0]).rstrip("/").rsplit("/")[-1]
    assert token not in str(Message.objects.get().arguments)


def test_pressed_many_times(client, jieun):
    for _number in range(5):
        letter_to(client, jieun.email)
    assert Message.objects.count() == 1


def test_the_mail_server_is_down(client, jieun, monkeypatch):
    """The page does not know; the message is tried again."""

    def down(*args, **kwargs):
        raise SMTPServerDisconnected("down")

    monkeypatch.setattr("accounts.services.letters.send_mail", down)
    assert client.post(ADDRESS, {"email": jieun.email}).status_code == 302
    message = Message.objects.get()

    consume(send_password_reset, uid=message.uid, arguments=message.arguments)
    message.refresh_from_db()
    assert message.state == Message.State.PENDING and "down" in message.error


def test_opens_a_locked_door(client, jieun):
    for _number in range(5):
        client.post("/accounts/login/", {"username": jieun.email, "password": "wrong"})
    letter_to(client, jieun.email)
    page = client.get(link_in(mail.outbox[0]), follow=True)
    client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    assert client.post("/accounts/login/", {"username": jieun.email, "password": NEW}).url == "/"


@pytest.mark.parametrize("email", ["", "nothing", "a\0b@example.com", "x" * 300 + "@example.com"])
def test_bad_input(client, db, email):
    assert client.post(ADDRESS, {"email": email}).status_code == 422
    assert not Message.objects.exists()


@pytest.mark.parametrize("address", ["0" * 20 + "/x-y/", "0" * 20 + "/\0/", "0" * 20 + "/" + "x" * 300 + "/"])
def test_hostile_addresses(client, jieun, address):
    assert "too old" in client.get(ADDRESS + address).content.decode()


def test_a_weak_password(client, jieun):
    letter_to(client, jieun.email)
    page = client.get(link_in(mail.outbox[0]), follow=True)
    response = client.post(page.request["PATH_INFO"], {"new_password1": "1", "new_password2": "1"})
    assert response.status_code == 422


def test_a_removed_person(client, jieun):
    jieun.is_active = False
    jieun.save()
    letter_to(client, jieun.email)
    assert not mail.outbox


def test_wrong_method(client, db):
    assert client.put(ADDRESS).status_code == 405


def test_change_in_the_settings(jieun, jieun_client, mother_client, client):
    address, other = reverse("password_change"), sign_in(jieun)
    values = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert jieun_client.get(address).status_code == 200
    assert jieun_client.post(address, {**values, "old_password": "wrong"}).status_code == 422
    assert jieun_client.post(address, values).url == reverse("settings")
    assert jieun_client.get(address).status_code == 200
    assert other.get(address).status_code == 302
    assert mother_client.get(address).status_code == 403
    assert client.get(address).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_many_ask_at_the_same_moment(jieun, minsu):
    """Each counts, and nobody's letter is lost by the others' locks."""
    barrier = Barrier(4)

    def ask(number):
        barrier.wait()
        try:
            email = (jieun.email, minsu.email, "nobody@example.com", "else@example.com")[number]
            passwords.request_reset(
                email=email, origin="http://x", language="en", caller=f"192.0.2.{number % 2}"
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(4)))
    assert {message.arguments["email"] for message in Message.objects.exclude(task="albums.welcome")} == {
        jieun.email,
        minsu.email,
    }
    assert [letters.BY_CALLER.number(f"192.0.2.{number}") for number in range(2)] == [2, 2]
    assert letters.of_site().number("") == 2
