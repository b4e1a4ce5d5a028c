"""Links whose makers lost the right in a way that closed nothing: by SQL, or before there was the rule."""

import logging

import pytest
from django.test import Client
from prometheus_client import REGISTRY

from accounts.models import Device, PersonalLink, User
from accounts.services import links
from accounts.tasks import close_void_links
from conftest import make_member


@pytest.fixture
def sora(jieun):
    return make_member(jieun.family, "Sora", "sora@example.com")


@pytest.fixture
def browser(sora, mother):
    """Signed in by a paper of Sora's."""
    browser = Client()
    browser.post(f"/open/{links.issue_link(by=sora, parent=mother).token}/")
    return browser


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"role": "contributor"}, {"family": None}, "gone"], ids=str
)
def test_it_works(sora, browser, mother_client, caplog, change):
    """What a device was given before ends with the next tick. Papers of others, and who was nowhere, stay."""
    assert close_void_links() == 0 and browser.get("/text-size/").status_code == 200
    if change == "gone":
        User.objects.filter(pk=sora.pk).delete()
    else:
        User.objects.filter(pk=sora.pk).update(**change)
    with caplog.at_level(logging.WARNING, "accounts.services.links"):
        assert close_void_links() == 1
    assert "1 personal links" in caplog.text
    assert browser.get("/text-size/").status_code == 302
    assert mother_client.get("/text-size/").status_code == 200
    assert Device.objects.filter(ended_at=None).count() == 1
    assert close_void_links() == 0


def test_a_person_who_may_do_more(browser, mother, mother_client):
    """A paper signs in nobody who may do more than look."""
    User.objects.filter(pk=mother.pk).update(role="owner")
    assert close_void_links() == 2
    assert mother_client.get("/family/").status_code == 302 == browser.get("/family/").status_code


def test_a_right_that_was_given_back(sora, browser):
    User.objects.filter(pk=sora.pk).update(role="contributor")
    User.objects.filter(pk=sora.pk).update(role="owner")
    assert close_void_links() == 0
    assert browser.get("/text-size/").status_code == 200


def test_figures(client, sora, browser):
    def figures():
        return [
            REGISTRY.get_sample_value("picup_closed_addresses_total", {"kind": "link"}) or 0,
            REGISTRY.get_sample_value("picup_closed_addresses_total", {"kind": "invitation"}) or 0,
            REGISTRY.get_sample_value("picup_links_closed_total", {"reason": "void"}) or 0,
        ]

    before = figures()
    client.get("/open/unknown/")
    client.get("/join/unknown/")
    User.objects.filter(pk=sora.pk).update(is_active=False)
    close_void_links()
    assert [after - earlier for after, earlier in zip(figures(), before, strict=True)] == [1, 1, 1]


def test_void_and_open_are_all_that_nobody_revoked(sora, browser, mother_link, mother_client):
    assert PersonalLink.objects.open().count() == 2 and not PersonalLink.objects.void().exists()
    User.objects.filter(pk=sora.pk).update(is_active=False)
    assert PersonalLink.objects.open().get() == mother_link.link
    assert PersonalLink.objects.void().get().created_by == sora
