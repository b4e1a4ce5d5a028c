import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import Device, PersonalLink
from accounts.services import links
from conftest import PASSWORD

MEMBER_PAGE = "/text-size/"


def test_it_works(jieun_client, mother_link, mother_client):
    other = Client()
    other.post(reverse("open_link", args=[mother_link.token]))
    before = Session.objects.count()
    response = jieun_client.post(reverse("link_revoke", args=[mother_link.link.public_id]))
    assert (response.status_code, response.url) == (302, "/family/")
    for browser in (mother_client, other):
        assert browser.get(MEMBER_PAGE).status_code == 302
    assert Session.objects.count() == before - 2
    assert not Device.objects.filter(ended_at=None).exists()
    assert mother_client.post(reverse("open_link", args=[mother_link.token])).status_code == 404


def test_devices_of_another_link_stay(jieun, jieun_client, mother, mother_link, mother_client):
    new, telephone = links.issue_link(by=jieun, parent=mother), Client()
    telephone.post(reverse("open_link", args=[new.token]))
    jieun_client.post(reverse("link_revoke", args=[mother_link.link.public_id]))
    assert mother_client.get(MEMBER_PAGE).status_code == 302
    assert telephone.get(MEMBER_PAGE).status_code == 200


def test_her_browser_shows_a_kind_page_and_no_password_form(jieun_client, mother_link, mother_client):
    jieun_client.post(reverse("link_revoke", args=[mother_link.link.public_id]))
    for address in ("/", MEMBER_PAGE):
        answer = mother_client.get(address, follow=True)
        assert answer.status_code == 403
        assert "open_link_closed.html" in [template.name for template in answer.templates]
        assert 'type="password"' not in answer.text


def test_somebody_with_a_password_can_still_sign_in_there(jieun_client, mother_link, mother_client):
    jieun_client.post(reverse("link_revoke", args=[mother_link.link.public_id]))
    assert 'type="password"' in mother_client.get("/accounts/login/?password").text
    fields = {"username": "jieun@example.com", "password": PASSWORD}
    assert mother_client.post("/accounts/login/", fields).status_code == 302
    assert mother_client.get("/").status_code == 200


def test_twice(jieun_client, mother_link):
    address = reverse("link_revoke", args=[mother_link.link.public_id])
    jieun_client.post(address)
    first = PersonalLink.objects.get().revoked_at
    assert jieun_client.post(address).status_code == 302
    assert PersonalLink.objects.get().revoked_at == first


def test_all_or_nothing(jieun_client, mother_link, mother_client, monkeypatch):
    """If ending the sessions fails, the link is not half revoked."""

    def broken(devices):
        raise RuntimeError

    monkeypatch.setattr("accounts.services.links.end_devices", broken)
    with pytest.raises(RuntimeError):
        jieun_client.post(reverse("link_revoke", args=[mother_link.link.public_id]))
    assert PersonalLink.objects.get().revoked_at is None
    assert mother_client.get(MEMBER_PAGE).status_code == 200


def test_refusals(client, jieun_client, minsu_client, mother_client, stranger_client, mother_link):
    address = reverse("link_revoke", args=[mother_link.link.public_id])
    assert client.post(address).status_code == 302
    assert minsu_client.post(address).status_code == 403
    assert mother_client.post(address).status_code == 403
    assert stranger_client.post(address).status_code == 404
    assert jieun_client.get(address).status_code == 405
    assert jieun_client.post("/family/links/00000000000000000000/revoke/").status_code == 404
    assert jieun_client.post("/family/links/1/revoke/").status_code == 404
    assert PersonalLink.objects.get().revoked_at is None
