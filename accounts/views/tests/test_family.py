import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Device, Family
from accounts.services import links, registration
from conftest import make_member

ADDRESS = "/family/"


def test_it_works(jieun, jieun_client, minsu, mother_client, minsu_client):
    registration.invite(by=minsu)
    page = jieun_client.get(ADDRESS).content.decode()
    for words in ("Kim", "Jieun", "Minsu", "엄마", "minsu@example.com", "Another device", "From Minsu"):
        assert words in page
    assert page.count("/revoke/") == 2


def test_a_contributor_sees_it_without_the_owners_tools(minsu_client, mother):
    page = minsu_client.get(ADDRESS).content.decode()
    assert "엄마" in page
    for tool in ("/edit/", "/revoke/", "/links/new/", "/name/"):
        assert tool not in page


def test_ended_things_are_gone(jieun, jieun_client, mother_link, mother_client):
    invitation = registration.invite(by=jieun).invitation
    links.revoke_link(link=mother_link.link)
    registration.revoke_invitation(invitation=invitation)
    page = jieun_client.get(ADDRESS).content.decode()
    assert "엄마" in page and "/revoke/" not in page and "Another device" not in page


def test_as_many_queries_for_many(jieun, jieun_client, mother, mother_client, django_assert_num_queries):
    registration.invite(by=jieun)
    jieun_client.get(ADDRESS)
    with django_assert_num_queries(14):
        jieun_client.get(ADDRESS)
    for number in range(5):
        make_member(jieun.family, "Child", f"{number}@example.com", "contributor")
        registration.invite(by=jieun)
        for parent in (mother, links.add_parent(by=jieun, name="P", language="ko", help_phone="").link.user):
            token = links.issue_link(by=jieun, parent=parent).token
            Client().post(f"/open/{token}/")
            Client().post(f"/open/{token}/")
    assert Device.objects.count() == 21
    with django_assert_num_queries(14):
        jieun_client.get(ADDRESS)


def test_another_family(stranger_client, mother, minsu):
    page = stranger_client.get(ADDRESS).content.decode()
    assert "Kim" not in page and "엄마" not in page


def test_refusals(client, mother_client):
    assert client.get(ADDRESS).status_code == 302
    assert mother_client.get(ADDRESS).status_code == 403


def test_wrong_method(jieun_client):
    assert jieun_client.post(ADDRESS).status_code == 405


# /family/name/


def test_rename(jieun, jieun_client):
    assert jieun_client.get("/family/name/").status_code == 200
    assert jieun_client.post("/family/name/", {"name": " The  Kims "}).url == ADDRESS
    assert Family.objects.get().name == "The Kims"


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\0"])
def test_rename_bad_input(jieun_client, name):
    assert jieun_client.post("/family/name/", {"name": name}).status_code == 422
    assert Family.objects.get().name == "Kim"


def test_rename_refusals(client, minsu_client, mother_client, jieun_client):
    address = reverse("family_rename")
    assert client.post(address, {"name": "X"}).status_code == 302
    assert minsu_client.post(address, {"name": "X"}).status_code == 403
    assert mother_client.post(address, {"name": "X"}).status_code == 403
    assert jieun_client.put(address).status_code == 405
    assert Family.objects.get().name == "Kim"
