from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Role, User
from accounts.services import members
from conftest import make_member

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
