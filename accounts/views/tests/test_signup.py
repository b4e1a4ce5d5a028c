import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Family, User
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
