"""Those who guess passwords meet a limit by name, by address and by both; the person herself still gets in."""

import logging

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from prometheus_client import REGISTRY

from accounts.lock_outs import BY_ADDRESS, BY_DEVICE, BY_NAME, DEVICE_COOKIE
from accounts.models import User
from conftest import PASSWORD
from picup.ops.logs import make_formatter

ADDRESS = "/accounts/login/"
LOCKED = 429


def attempt(client, *, name="jieun@example.com", password="wrong", address="192.0.2.1"):
    return client.post(ADDRESS, {"username": name, "password": password}, REMOTE_ADDR=address)


def refused(limit: str) -> float:
    return REGISTRY.get_sample_value("picup_sign_ins_refused_total", {"limit": limit}) or 0


def guess_everywhere(name="jieun@example.com", tries=BY_NAME.most):
    """By many strangers, each from another address."""
    return [attempt(Client(), name=name, address=f"198.51.{i % 5}.{i}").status_code for i in range(tries)]


def test_it_works(jieun):
    """Sixty guesses at one account, from fifteen addresses of one household."""
    answers = [attempt(Client(), address=f"2001:db8:0:1::{number % 15}").status_code for number in range(60)]
    assert answers[:4] == [422] * 4 and set(answers[4:]) == {LOCKED}


def test_one_account_from_everywhere(jieun, minsu, client):
    before = refused("name")
    assert LOCKED not in guess_everywhere()[:-1]
    assert attempt(client, password=PASSWORD, address="203.0.113.9").status_code == LOCKED
    assert refused("name") > before
    assert attempt(client, name="minsu@example.com", password=PASSWORD, address="203.0.113.9").url == "/"


def test_many_accounts_from_one_address(jieun, client):
    before = refused("address")
    answers = [attempt(client, name=f"{number}@example.com").status_code for number in range(30)]
    assert answers[: BY_ADDRESS.most - 1] == [422] * (BY_ADDRESS.most - 1)
    assert set(answers[BY_ADDRESS.most :]) == {LOCKED}
    assert attempt(client, password=PASSWORD).status_code == LOCKED
    assert refused("address") > before
    assert attempt(client, password=PASSWORD, address="203.0.113.9").url == "/"


def test_an_unknown_account_is_closed_like_a_known_one(jieun):
    known, unknown = guess_everywhere(tries=25), guess_everywhere("nobody@example.com", tries=25)
    assert known == unknown


def test_signing_in_forgets_neither_slow_count(jieun, minsu, client):
    """Or an attacker would sign in to an own account now and then."""
    for number in range(BY_ADDRESS.most - 1):
        attempt(client, name=f"{number}@example.com")
    assert attempt(client, name=minsu.email, password=PASSWORD).url == "/"
    assert attempt(Client(), name="another@example.com").status_code == LOCKED


def test_a_parent_with_a_link_is_never_locked_out(mother_link, client):
    for number in range(40):
        attempt(client, name=f"{number}@example.com")
    opened = client.post(reverse("open_link", args=[mother_link.token]), REMOTE_ADDR="192.0.2.1")
    assert opened.status_code == 302 and client.get("/").context["user"] == mother_link.link.user
    assert DEVICE_COOKIE not in client.cookies


@pytest.fixture
def known(jieun):
    """A browser in which Jieun signed in before."""
    client = Client()
    assert attempt(client, password=PASSWORD).url == "/"
    client.post("/accounts/logout/")
    return client


def test_a_known_device_gets_in_while_strangers_guess(known):
    guess_everywhere()
    assert attempt(Client(), password=PASSWORD, address="203.0.113.9").status_code == LOCKED
    assert attempt(known, password=PASSWORD, address="203.0.113.9").url == "/"


def test_a_known_device_gets_in_while_its_neighbours_guess(known):
    for number in range(40):
        attempt(Client(), name=f"{number % 8}@example.com")
        attempt(Client())
    assert attempt(known, password=PASSWORD).url == "/"


def test_a_known_device_may_not_guess_for_ever(known):
    before = refused("device")
    answers = [attempt(known, address=f"203.0.113.{number}").status_code for number in range(8)]
    assert answers[: BY_DEVICE.most - 1] == [422] * (BY_DEVICE.most - 1) and set(answers[5:]) == {LOCKED}
    assert attempt(known, password=PASSWORD).status_code == LOCKED
    assert refused("device") > before


def test_a_known_device_is_one_persons(known, minsu):
    guess_everywhere(minsu.email)
    assert attempt(known, name=minsu.email, password=PASSWORD, address="203.0.113.9").status_code == LOCKED


@pytest.mark.parametrize("change", ["password", "cookie"])
def test_a_device_is_not_known_any_more(known, jieun, change):
    if change == "password":
        jieun.set_password("a loud night in June")
        jieun.save()
    else:
        known.cookies[DEVICE_COOKIE] = known.cookies[DEVICE_COOKIE].value[:-1] + "!"
    guess_everywhere()
    new = "a loud night in June" if change == "password" else PASSWORD
    assert attempt(known, password=new, address="203.0.113.9").status_code == LOCKED


def test_the_cookie_opens_nothing_and_scripts_do_not_see_it(known):
    assert known.get("/family/").status_code == 302
    assert known.cookies[DEVICE_COOKIE]["httponly"] and known.cookies[DEVICE_COOKIE]["samesite"] == "Lax"


def test_an_administrator_opens_it_again(jieun):
    guess_everywhere()
    call_command("axes_reset_username", jieun.email)
    assert attempt(Client(), password=PASSWORD, address="203.0.113.9").url == "/"


TYPED = "My-Secret 19610305"


def test_what_was_typed_stands_nowhere(client, jieun, caplog):
    """Not in a line, and not in a row: a password may have been typed into the field of the name."""
    caplog.set_level(logging.DEBUG)
    for _number in range(7):
        attempt(client, name=TYPED)
        attempt(client, name="nobody@example.com")
    lines = "\n".join(make_formatter("json").format(record) for record in caplog.records)
    assert "192.0.2.1" in lines and "A sign-in from" in lines
    assert TYPED.lower() not in lines.lower() and "nobody" not in lines
    rows = str(list(AccessAttempt.objects.values()))
    assert TYPED.lower() not in rows.lower()
    assert not AccessAttempt.objects.filter(post_data__contains="nobody").exists()


def test_the_admins_door_is_the_same(client, jieun):
    User.objects.filter(pk=jieun.pk).update(is_staff=True)
    for number in range(BY_NAME.most):
        Client().post(
            "/admin/login/",
            {"username": jieun.email, "password": "wrong"},
            REMOTE_ADDR=f"198.51.100.{number}",
        )
    values = {"username": jieun.email, "password": PASSWORD}
    assert client.post("/admin/login/", values, REMOTE_ADDR="203.0.113.9").status_code == LOCKED
