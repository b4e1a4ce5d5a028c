import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.forms import INVITED_WITHIN
from accounts.models import Invitation, User
from accounts.services import registration
from conftest import PASSWORD

VALUES = {"email": "Sora@Example.com", "password1": PASSWORD, "password2": PASSWORD, "display_name": "Sora"}


@pytest.fixture
def address(jieun):
    return f"/join/{registration.invite(by=jieun).token}/"


def test_it_works(client, jieun, address):
    page = client.get(address).content.decode()
    assert "Jieun" in page and "Kim" in page
    assert client.post(address, VALUES).url == "/"
    sora = User.objects.get(email="sora@example.com")
    assert (sora.family, sora.role) == (jieun.family, "contributor")
    assert client.get("/family/").status_code == 200
    invitation = Invitation.objects.get()
    assert invitation.accepted_by == sora and not invitation.is_open


def test_from_the_page_that_invites(client, minsu_client):
    page = minsu_client.post("/family/invitations/new/")
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    (address,) = set(re.findall(r"http://testserver(/join/[\w-]{43}/)", page.content.decode()))
    assert client.post(address, VALUES).url == "/"
    assert address not in minsu_client.get("/family/").content.decode()


def test_get_does_nothing(client, address):
    for method in (client.get, client.head):
        assert method(address).status_code == 200
    assert Invitation.objects.get().is_open and User.objects.count() == 1


def test_once(client, address):
    client.post(address, VALUES)
    other = Client()
    for method in (other.get, other.post):
        assert method(address, {**VALUES, "email": "other@example.com"}).status_code == 404
    assert not User.objects.filter(email="other@example.com").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"revoked_at": timezone.now()},
        {"accepted_at": timezone.now()},
    ],
)
def test_closed(client, address, change):
    Invitation.objects.update(**change)
    unknown = client.get("/join/unknown/")
    for method in (client.get, client.post):
        response = method(address, VALUES)
        assert response.status_code == 404 and response.content == unknown.content
    assert User.objects.count() == 1


def test_fourteen_days(address):
    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"role": "viewer"}, {"family": None}, {"family": "another"}],
    ids=str,
)
def test_who_invited_has_no_right_any_more(client, minsu, jieun, stranger, change):
    """However she lost it: here by SQL, which voids nothing by itself."""
    invitation = registration.invite(by=minsu)
    if change.get("family"):
        change = {"family": stranger.family}
    assert client.get(f"/join/{invitation.token}/").status_code == 200
    User.objects.filter(pk=minsu.pk).update(**change)
    for method in (client.get, client.post):
        assert method(f"/join/{invitation.token}/", VALUES).status_code == 404
    found = registration.find_invitation(token=invitation.token)
    with pytest.raises(registration.InvitationClosed):
        registration.accept_invitation(
            invitation=found, email="new@example.com", password=PASSWORD, display_name="Sora"
        )
    assert not User.objects.filter(email__in=["sora@example.com", "new@example.com"]).exists()


def test_a_contributor_may_invite_on_after_he_was_an_owner(client, jieun, minsu):
    User.objects.filter(pk=minsu.pk).update(role="owner")
    token = registration.invite(by=User.objects.get(pk=minsu.pk)).token
    User.objects.filter(pk=minsu.pk).update(role="contributor")
    assert client.get(f"/join/{token}/").status_code == 200


def test_a_last_day(minsu_client, client):
    day = timezone.localdate() + timedelta(days=2)
    page = minsu_client.post("/family/invitations/new/", {"until": day.isoformat()})
    assert page.status_code == 200 and date_format(day) in page.content.decode()
    invitation = Invitation.objects.get()
    assert invitation.last_day == day and invitation.is_open
    assert date_format(day) in minsu_client.get("/family/").content.decode()


@pytest.mark.parametrize("day", ["2001-01-01", "9999-12-31", "late", "soon", "\0", "2027-02-30"])
def test_a_bad_last_day(minsu_client, day):
    if day == "late":
        day = (timezone.localdate() + timedelta(days=INVITED_WITHIN + 1)).isoformat()
    page = minsu_client.post("/family/invitations/new/", {"until": day})
    assert page.status_code == 422 and "Choose a day" in page.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("token", ["x", "%00", "%EC%97%84", "x" * 300, "%20", "%ff"])
def test_hostile_tokens(client, jieun, token):
    for method in (client.get, client.post):
        assert method(f"/join/{token}/").status_code == 404


def test_an_email_that_has_an_account(client, jieun, address):
    response = client.post(address, {**VALUES, "email": "JIEUN@example.com"})
    assert response.status_code == 422 and "There is an account" in response.content.decode()
    assert Invitation.objects.get().is_open


def test_an_email_taken_at_the_same_moment(client, jieun, address, monkeypatch):
    monkeypatch.setattr("accounts.forms.JoinForm.clean_email", lambda form: "jieun@example.com")
    assert client.post(address, VALUES).status_code == 422
    assert Invitation.objects.get().is_open


def test_bad_input(client, address):
    for change in ({"email": ""}, {"password2": "other"}, {"display_name": ""}, {"display_name": "x" * 41}):
        assert client.post(address, {**VALUES, **change}).status_code == 422
    assert Invitation.objects.get().is_open


def test_signed_in_already(minsu_client, stranger, stranger_client, address):
    for browser in (minsu_client, stranger_client):
        assert browser.get(address).status_code == 200
        assert browser.post(address, VALUES).status_code == 409
    stranger.refresh_from_db()
    assert stranger.family.name == "Park" and Invitation.objects.get().is_open


def test_wrong_method(client, address):
    assert client.put(address).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment(jieun):
    """One wins; the other is told, and leaves nothing behind."""
    invitation, barrier = registration.invite(by=jieun).invitation, Barrier(4)

    def accept(number):
        barrier.wait()
        try:
            return registration.accept_invitation(
                invitation=invitation, email=f"{number}@example.com", password=PASSWORD, display_name="Sora"
            )
        except registration.InvitationClosed:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        winners = [user for user in pool.map(accept, range(4)) if user]
    assert len(winners) == 1
    assert list(jieun.family.members.filter(role="contributor")) == winners
    assert Invitation.objects.get().accepted_by == winners[0]


# /family/invitations/


def test_invite_refusals(client, mother_client, jieun_client):
    address = "/family/invitations/new/"
    assert client.post(address).status_code == 302
    assert mother_client.post(address).status_code == 403
    assert jieun_client.get(address).status_code == 405
    assert not Invitation.objects.exists()


def test_revoke(jieun_client, minsu_client, mother_client, stranger_client, client, address, minsu):
    jieuns = Invitation.objects.get()
    take_back = reverse("invitation_revoke", args=[jieuns.public_id])
    assert client.post(take_back).status_code == 302
    assert mother_client.post(take_back).status_code == 403
    assert stranger_client.post(take_back).status_code == 404
    assert minsu_client.post(take_back).status_code == 404
    assert jieun_client.get(take_back).status_code == 405
    assert jieun_client.post("/family/invitations/00000000000000000000/revoke/").status_code == 404
    assert Invitation.objects.get().is_open
    assert jieun_client.post(take_back).url == "/family/"
    assert client.get(address).status_code == 404
    # An owner takes back anybody's, a contributor his own.
    for browser in (minsu_client, jieun_client):
        mine = registration.invite(by=minsu).invitation
        browser.post(reverse("invitation_revoke", args=[mine.public_id]))
        mine.refresh_from_db()
        assert not mine.is_open
