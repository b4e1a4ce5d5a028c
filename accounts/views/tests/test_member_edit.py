import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import PersonalLink, Role, User
from accounts.services import links, members, registration
from conftest import make_member, sign_in

VALUES = {"name": "Mum", "language": "en", "help_phone": "+82 10 1111 2222", "text_step": "4"}


def address_of(member):
    return reverse("member_edit", args=[member.public_id])


def test_it_works(jieun_client, mother, mother_client):
    assert "엄마" in jieun_client.get(address_of(mother)).content.decode()
    assert jieun_client.post(address_of(mother), VALUES).url == "/family/"
    mother.refresh_from_db()
    assert (mother.display_name, mother.language, mother.text_step) == ("Mum", "en", 4)
    assert mother.help_phone == "+82 10 1111 2222"
    assert mother_client.get("/text-size/")["Content-Language"] == "en"


def test_whoever_writes_a_number_is_called(jieun, jieun_client, mother):
    owner = make_member(jieun.family, "Sora", "sora@example.com")
    User.objects.filter(pk=mother.pk).update(helper=owner)
    jieun_client.post(address_of(mother), {**VALUES, "help_phone": mother.help_phone})
    mother.refresh_from_db()
    assert mother.helper == owner
    jieun_client.post(address_of(mother), VALUES)
    mother.refresh_from_db()
    assert mother.helper == jieun


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"language": "xx"}, {"help_phone": "x"}, {"text_step": "9"}, {"name": "\0"}]
)
def test_bad_input(jieun_client, mother, change):
    assert jieun_client.post(address_of(mother), {**VALUES, **change}).status_code == 422
    mother.refresh_from_db()
    assert mother.display_name == "엄마"


def test_the_text_size_stays_when_it_is_not_sent(jieun_client, mother):
    User.objects.filter(pk=mother.pk).update(text_step=5)
    jieun_client.post(address_of(mother), {**VALUES, "text_step": ""})
    mother.refresh_from_db()
    assert mother.text_step == 5


def test_an_owner_more_and_less(jieun, jieun_client, minsu):
    assert jieun_client.get(address_of(minsu)).status_code == 200
    for role in ("owner", "contributor"):
        assert jieun_client.post(address_of(minsu), {"role": role}).url == "/family/"
        minsu.refresh_from_db()
        assert minsu.role == role


def test_the_last_owner_stays_owner(jieun, jieun_client, minsu):
    response = jieun_client.post(address_of(jieun), {"role": "contributor"})
    assert response.status_code == 422 and "needs an owner" in response.content.decode()
    jieun.refresh_from_db()
    assert jieun.is_owner


def test_papers_of_a_former_owner(jieun, jieun_client, mother, mother_client):
    """The page says it before, closes them, and shows new ones; his invitations stay, as he may still invite."""
    sora = make_member(jieun.family, "Sora", "sora@example.com")
    token, browser = links.issue_link(by=sora, parent=mother).token, Client()
    browser.post(f"/open/{token}/")
    invitation = registration.invite(by=sora).invitation
    page = jieun_client.get(address_of(sora)).content.decode()
    assert "If Sora is no owner any more" in page and f'value="{mother.public_id}" checked' in page
    values = {"role": "owner", "anew": [mother.public_id]}
    assert jieun_client.post(address_of(sora), values).url == "/family/"
    assert browser.get("/text-size/").status_code == 200, "still an owner: nothing is closed"
    after = jieun_client.post(address_of(sora), {**values, "role": "contributor"})
    assert after.status_code == 200 and "no-store" in after["Cache-Control"]
    assert browser.get("/text-size/").status_code == 302
    assert browser.get(f"/open/{token}/").status_code == 404 == Client().post(f"/open/{token}/").status_code
    (new,) = set(re.findall(r"http://testserver(/open/[\w-]{43}/)", after.content.decode()))
    browser.post(new)
    assert browser.get("/").wsgi_request.user == mother
    assert mother_client.get("/text-size/").status_code == 200 and invitation.is_open


def test_a_former_owners_page_that_is_still_open(jieun, jieun_client, mother):
    sora = make_member(jieun.family, "Sora", "sora@example.com")
    browser = sign_in(sora)
    jieun_client.post(address_of(sora), {"role": "contributor"})
    for address in ("/family/links/new/", reverse("member_link_new", args=[mother.public_id])):
        assert browser.post(address, {"name": "x", "language": "ko"}).status_code == 403
    assert browser.post("/family/invitations/new/").status_code == 200
    assert PersonalLink.objects.count() == 1


def test_who_takes_it_from_himself_makes_no_papers(jieun, jieun_client, mother):
    make_member(jieun.family, "Sora", "sora@example.com")
    values = {"role": "contributor", "anew": [mother.public_id]}
    assert jieun_client.post(address_of(jieun), values).url == "/family/"
    assert PersonalLink.objects.count() == 1 and not PersonalLink.objects.open().exists()


def test_a_removed_owner_does_not_count(jieun, jieun_client):
    gone = make_member(jieun.family, "Gone", "gone@example.com")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert jieun_client.post(address_of(jieun), {"role": "contributor"}).status_code == 422


@pytest.mark.parametrize("role", ["viewer", "admin", "", "\0"])
def test_no_other_roles(jieun_client, minsu, role):
    assert jieun_client.post(address_of(minsu), {"role": role}).status_code == 422


def test_a_parent_is_never_promoted(jieun_client, mother):
    jieun_client.post(address_of(mother), {**VALUES, "role": "owner"})
    members.change_role(member=mother, role=Role.OWNER)
    mother.refresh_from_db()
    assert mother.role == Role.VIEWER


def test_refusals(client, jieun_client, minsu_client, mother_client, stranger_client, mother):
    address = address_of(mother)
    for method in ("get", "post"):
        assert getattr(client, method)(address, VALUES).status_code == 302
        assert getattr(minsu_client, method)(address, VALUES).status_code == 403
        assert getattr(mother_client, method)(address, VALUES).status_code == 403
        assert getattr(stranger_client, method)(address, VALUES).status_code == 404
    assert jieun_client.put(address).status_code == 405
    assert jieun_client.get("/family/members/00000000000000000000/edit/").status_code == 404
    assert jieun_client.get("/family/members/1/edit/").status_code == 404
    mother.refresh_from_db()
    assert mother.display_name == "엄마"


@pytest.mark.django_db(transaction=True)
def test_two_owners_demote_each_other_at_the_same_moment(jieun):
    other, barrier = make_member(jieun.family, "Sora", "sora@example.com"), Barrier(2)

    def demote(member):
        barrier.wait()
        try:
            members.change_role(member=member, role=Role.CONTRIBUTOR)
        except members.LastOwner:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(demote, [jieun, other]))
    assert jieun.family.members.filter(role=Role.OWNER).count() == 1
