"""What a parent's browser knows of whom she calls, on every page that nobody is signed in for."""

import dataclasses

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from accounts.services import links
from picup.web import help_card
from picup.web.help_card import HelpCard

CARD = HelpCard("p" * 12, "엄마", "지은", "010-1234-5678", "ko", 3)


def request_with(value: str):
    request = RequestFactory().get("/")
    request.COOKIES[help_card.COOKIE] = value
    return request


def test_it_works():
    value = help_card.write(CARD)
    assert help_card.read(request_with(value)) == CARD and CARD.call.dial == "01012345678"
    assert value != help_card.write(CARD), "two browsers of hers cannot be told to be one person's"


@pytest.mark.parametrize("change", ["", "1", "e1:junk", "flipped", "another place", "another release"])
def test_what_was_not_written_here(change):
    value = help_card.write(CARD)
    if change == "flipped":
        change = value[:-4] + ("A" if value[-4] != "A" else "B") + value[-3:]
    elif change == "another place":
        change = help_card.seal("{}", "albums_picture.caption", help_card.field_keys().newest)
    elif change == "another release":
        change = help_card.seal('{"person": "x"}', help_card.PLACE, help_card.field_keys().newest)
    assert help_card.read(request_with(change)) is None


def test_without_a_number():
    assert dataclasses.replace(CARD, phone="").call is None


def test_it_comes_with_her_link_and_no_script_reads_it(mother, mother_link):
    client = Client()
    client.post(reverse("open_link", args=[mother_link.token]))
    cookie = client.cookies[help_card.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 400 * 24 * 3600
    card = help_card.read(request_with(cookie.value))
    assert (card.person, card.helper, card.text_step) == (mother.public_id, "Jieun", mother.text_step)


def test_doors_know_her(mother, mother_link):
    """In her language and text size, with the button: a wrong address, the sign-in, a closed link."""
    User.objects.filter(pk=mother.pk).update(text_step=5)
    client = Client()
    client.post(reverse("open_link", args=[mother_link.token]))
    links.revoke_link(link=mother_link.link)
    for address in ("/nowhere/", reverse("login"), reverse("login") + "?password", "/open/unknown/"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert '<html lang="ko" class="step-5"' in page and 'href="tel:01012345678"' in page, address
    assert "네모 무늬를 카메라로 다시 비추세요" in client.get(reverse("login")).content.decode()


def test_a_mistake_of_ours_keeps_the_button(mother_client, monkeypatch):
    """Nothing is asked of a database, which may be what failed."""
    mother_client.raise_request_exception = False
    monkeypatch.setattr("albums.fragments.first_shelf", lambda *args, **how: 1 / 0)
    answer = mother_client.get("/")
    assert answer.status_code == 500 and 'href="tel:01012345678"' in answer.content.decode()


def test_the_page_of_read_only_mode_keeps_it():
    from picup.db.responses import read_only_response

    page = read_only_response(request_with(help_card.write(CARD))).content.decode()
    assert 'href="tel:01012345678"' in page and "지은이에게 전화" in page
