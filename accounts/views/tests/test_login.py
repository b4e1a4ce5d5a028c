import pytest
from django.urls import reverse

from accounts.models import User
from conftest import PASSWORD

ADDRESS = "/accounts/login/"


def attempt(client, password=PASSWORD, username="jieun@example.com", **more):
    return client.post(ADDRESS, {"username": username, "password": password, **more})


def test_it_works(client, jieun):
    assert client.get(ADDRESS).status_code == 200
    assert attempt(client).url == "/"
    assert client.get(reverse("family")).status_code == 200


def test_the_email_in_any_case(client, jieun):
    assert attempt(client, username=" JIEUN@Example.com ").url == "/"


def test_a_failure_does_not_tell_which_part_was_wrong(client, jieun, mother):
    User.objects.create_user("gone@example.com", PASSWORD, display_name="Gone", is_active=False)
    pages = [
        attempt(client, password="wrong"),
        attempt(client, username="nobody@example.com"),
        attempt(client, username="gone@example.com"),
    ]
    assert {page.status_code for page in pages} == {422}
    sentences = {str(page.context["form"].non_field_errors()) for page in pages}
    assert len(sentences) == 1 and "do not fit together" in sentences.pop()


@pytest.mark.parametrize("username", ["", "\0", "a\0@example.com", "x" * 300, "엄마", "None"])
def test_hostile_names(client, jieun, mother, username):
    assert attempt(client, username=username).status_code == 422


def test_a_parent_has_no_password_to_guess(client, mother):
    for username in ("", "None", mother.display_name, mother.public_id):
        assert attempt(client, username=username, password="").status_code == 422


def test_locked_after_five_failures(client, jieun, minsu):
    for _number in range(4):
        assert attempt(client, password="wrong").status_code == 422
    assert attempt(client, password="wrong").status_code == 429
    locked = attempt(client)
    assert locked.status_code == 429 and "Too many tries" in locked.content.decode()
    # The same person by another spelling; but not another person, nor from another network.
    assert attempt(client, username="JIEUN@example.com").status_code == 429
    assert attempt(client, username="minsu@example.com").url == "/"


def test_locked_for_one_network_only(client, jieun):
    for _number in range(5):
        attempt(client, password="wrong")
    assert (
        client.post(ADDRESS, {"username": jieun.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7").url
        == "/"
    )


def test_success_forgets_the_failures_of_oneself_only(client, jieun, minsu, mother_link):
    for _number in range(4):
        attempt(client, password="wrong")
    attempt(client, username="minsu@example.com")
    client.post("/accounts/logout/")
    client.post(reverse("open_link", args=[mother_link.token]), {"username": jieun.email})
    client.post("/accounts/logout/")
    assert attempt(client, password="wrong").status_code == 429


def test_success_forgets_the_failures(client, jieun):
    for _number in range(2):
        for _failure in range(3):
            attempt(client, password="wrong")
        assert attempt(client).status_code == 302
        client.post("/accounts/logout/")


def test_goes_on_to_the_page_that_was_asked_for(client, jieun):
    page = client.get("/family/")
    assert page.status_code == 302 and page.url == "/accounts/login/?next=/family/"
    assert b'name="next" value="/family/"' in client.get(page.url).content
    assert attempt(client, next="/family/").url == "/family/"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "/accounts/login/?next=/accounts/login/",
        "\0",
        "",
    ],
)
def test_goes_nowhere_else(client, jieun, target):
    assert client.get(ADDRESS, {"next": target}).status_code == 200
    assert attempt(client, next=target).url == "/"
    assert client.get(ADDRESS, {"next": target}).url == "/"


def test_signed_in_already(mother_client):
    assert mother_client.get(ADDRESS).url == "/"


def test_after_a_form_one_comes_back_to_a_page(client, db):
    response = client.post(reverse("invitation_new"))
    assert response.url == "/accounts/login/?next=/"


def test_wrong_method(client, db):
    assert client.delete(ADDRESS).status_code == 405
