from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from prometheus_client import REGISTRY

from accounts.models import Family, User
from accounts.services import registration
from conftest import PASSWORD
from picup import settings as site_settings
from picup.core.passwords import Argon2InTurn

ADDRESS = "/accounts/signup/"
VALUES = {
    "email": "New@Example.com",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "display_name": "  Jieun   Kim ",
    "family_name": "The Kims",
}


def test_it_works(client, db):
    assert client.get(ADDRESS).status_code == 200
    response = client.post(ADDRESS, VALUES)
    assert (response.status_code, response.url) == (302, "/")
    user = User.objects.get()
    assert (user.email, user.display_name, user.family.name) == ("new@example.com", "Jieun Kim", "The Kims")
    assert user.is_owner and not user.is_staff and user.check_password(PASSWORD)
    assert client.get(reverse("family")).status_code == 200


def test_passwords_are_kept_by_argon2():
    assert site_settings.PASSWORD_HASHERS == ["picup.core.passwords.Argon2InTurn"]
    assert Argon2InTurn().encode(PASSWORD, "a salt of some length").startswith("argon2$argon2id$")


@pytest.mark.parametrize("email", ["jieun@example.com", "JIEUN@EXAMPLE.COM", " Jieun@example.com "])
def test_an_email_that_has_an_account(client, jieun, email):
    response = client.post(ADDRESS, {**VALUES, "email": email})
    assert response.status_code == 422
    assert "There is an account with this e-mail already" in response.content.decode()
    assert (User.objects.count(), Family.objects.count()) == (1, 1)


def test_two_at_the_same_moment(client, jieun, monkeypatch):
    """The second passed the form's check before the first was there."""
    monkeypatch.setattr("accounts.forms.JoinForm.clean_email", lambda form: "jieun@example.com")
    response = client.post(ADDRESS, VALUES)
    assert response.status_code == 422
    assert (User.objects.count(), Family.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "no address"),
        ("email", "a\0b@example.com"),
        ("email", "x" * 300 + "@example.com"),
        ("password1", "short"),
        ("password2", "another one entirely"),
        ("display_name", ""),
        ("display_name", "   "),
        ("display_name", "x" * 41),
        ("display_name", "a\0b"),
        ("family_name", ""),
        ("family_name", "x" * 81),
    ],
)
def test_bad_input(client, db, field, value):
    assert client.post(ADDRESS, {**VALUES, field: value}).status_code == 422
    assert (User.objects.count(), Family.objects.count()) == (0, 0)


def test_nothing_at_all(client, db):
    assert client.post(ADDRESS, {}).status_code == 422


def test_common_and_similar_passwords(client, db):
    for password in ("password1", "new@example.com"):
        assert (
            client.post(ADDRESS, {**VALUES, "password1": password, "password2": password}).status_code == 422
        )


def refused(reason: str) -> float:
    return REGISTRY.get_sample_value("picup_sign_ups_refused_total", {"reason": reason}) or 0


def assert_closed(client):
    before = refused("closed")
    for page in (client.get(ADDRESS), client.post(ADDRESS, VALUES)):
        assert page.status_code == 403
        assert "ask the person who runs this site" in page.content.decode()
    assert not User.objects.filter(email="new@example.com").exists()
    for address in ("/", "/accounts/login/"):
        assert ADDRESS not in client.get(address).content.decode()
    assert refused("closed") == before + 1


def test_only_the_first_family(client, db, settings):
    settings.SIGN_UP = "first"
    assert ADDRESS in client.get("/").content.decode()
    assert ADDRESS in client.get("/accounts/login/").content.decode()
    assert client.post(ADDRESS, VALUES).url == "/"
    User.objects.update(email="first@example.com")
    assert_closed(Client())


def test_only_by_invitation(client, db, settings):
    settings.SIGN_UP = "invite"
    assert_closed(client)


def test_an_invitation_opens_a_closed_site(client, jieun, settings):
    settings.SIGN_UP = "invite"
    token = registration.invite(by=jieun).token
    values = {name: value for name, value in VALUES.items() if name != "family_name"}
    assert client.post(f"/join/{token}/", values).url == "/"
    assert User.objects.get(email="new@example.com").family == jieun.family


@pytest.mark.django_db(transaction=True)
def test_two_first_families_at_the_same_moment(settings, monkeypatch, caplog):
    """One wins. Both came through the door while there was no family."""
    settings.SIGN_UP = "first"
    barrier, before = Barrier(4), refused("closed")
    build = registration.build_user

    def wait_for_the_others(**details):
        barrier.wait()
        return build(**details)

    monkeypatch.setattr(registration, "build_user", wait_for_the_others)

    def sign_up(number):
        try:
            return registration.sign_up(
                caller="", email=f"{number}@example.com", password=PASSWORD, display_name="A", family_name="B"
            )
        except registration.SignUpClosed:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        winners = [user for user in pool.map(sign_up, range(4)) if user]
    assert len(winners) == 1 and list(Family.objects.all()) == [winners[0].family]
    assert list(User.objects.all()) == winners
    assert refused("closed") == before + 3 and "A new family was refused: closed" in caplog.text


def test_few_families_from_one_address(db, settings):
    settings.SIGN_UPS_PER_HOUR = 3
    before = refused("too many")

    def make(number, address):
        values = {**VALUES, "email": f"{number}@example.com"}
        return Client().post(ADDRESS, values, REMOTE_ADDR=address).status_code

    answers = [make(number, f"2001:db8::{number}") for number in range(25)]
    assert answers == [302] * 3 + [429] * 22
    assert make(99, "192.0.2.1") == 302
    assert Family.objects.count() == 4 and refused("too many") == before + 22


def test_a_family_that_could_not_be_made_is_told_why(client, db, settings):
    settings.SIGN_UPS_PER_HOUR = 1
    client.post(ADDRESS, VALUES)
    page = Client().post(ADDRESS, {**VALUES, "email": "other@example.com"})
    assert "try again in an hour" in page.content.decode()


def test_signed_in_already(jieun_client, mother_client):
    for browser in (jieun_client, mother_client):
        assert browser.get(ADDRESS).url == "/"
        assert browser.post(ADDRESS, VALUES).url == "/"
    assert not User.objects.filter(email="new@example.com").exists()


def test_wrong_method(client, db):
    assert client.put(ADDRESS).status_code == 405


def test_csrf(db):
    assert Client(enforce_csrf_checks=True).post(ADDRESS, VALUES).status_code == 403
    assert not User.objects.exists()
