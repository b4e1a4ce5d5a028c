import re
from urllib.parse import quote_plus

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import Device, Invitation, PersonalLink, Role, User
from accounts.services import links, members, registration
from accounts.views.tests.test_password_again import wait
from conftest import PASSWORD, make_member, sign_in


def address_of(member):
    return reverse("member_remove", args=[member.public_id])


def test_it_works(jieun_client, minsu, minsu_client):
    """Asks first; then his session ends at once, and he cannot come back."""
    assert "Minsu" in jieun_client.get(address_of(minsu)).content.decode()
    assert minsu_client.get("/family/").status_code == 200
    assert jieun_client.post(address_of(minsu)).url == "/family/"
    assert minsu_client.get("/family/").status_code == 302
    values = {"username": "minsu@example.com", "password": PASSWORD}
    assert Client().post("/accounts/login/", values).status_code == 422
    page = jieun_client.get("/family/").content.decode()
    assert "minsu@example.com" not in page


def test_asks_for_the_password_again(jieun_client, mother):
    """A parent is erased for good: an open browser is not enough."""
    wait(jieun_client)
    asked = f"/accounts/password/again/?next={quote_plus(address_of(mother))}"
    assert jieun_client.get(address_of(mother)).url == asked
    assert jieun_client.post(address_of(mother)).url == f"{asked}&pressed=1"
    mother.refresh_from_db()
    assert mother.is_active
    back = jieun_client.post(asked, {"password": PASSWORD, "next": address_of(mother)}).url
    assert back == address_of(mother) and jieun_client.post(back).url == "/family/"
    mother.refresh_from_db()
    assert not mother.is_active


# --- What she made dies with her right


@pytest.fixture
def sora(jieun):
    return make_member(jieun.family, "Sora", "sora@example.com")


@pytest.fixture
def sora_client(sora):
    return sign_in(sora)


@pytest.fixture
def her_paper(sora_client, mother):
    """The second paper that she makes for the mother, and a browser of her own in which she opens it."""
    page = sora_client.post(reverse("member_link_new", args=[mother.public_id])).content.decode()
    (address,) = set(re.findall(r"http://testserver(/open/[\w-]{43}/)", page))
    browser = Client()
    browser.post(address)
    return address, browser


def new_papers(page) -> list[str]:
    return sorted(set(re.findall(r"http://testserver(/open/[\w-]{43}/)", page.content.decode())))


def test_a_removed_owner_does_not_come_back_by_a_paper_that_she_made(
    jieun_client, sora, mother_client, her_paper
):
    address, browser = her_paper
    assert browser.get("/text-size/").status_code == 200
    jieun_client.post(address_of(sora))
    assert browser.get("/text-size/").status_code == 302
    for client in (browser, Client()):
        assert client.get(address).status_code == 404 == client.post(address).status_code
    assert mother_client.get("/text-size/").status_code == 200, "by another paper"
    assert not Device.objects.filter(link__created_by=sora, ended_at=None).exists()


def test_the_page_says_before_whose_papers_close_and_shows_new_ones_after(
    jieun, jieun_client, sora, mother, her_paper
):
    page = jieun_client.get(address_of(sora)).content.decode()
    assert f'name="anew" value="{mother.public_id}" checked' in page and "엄마" in page
    after = jieun_client.post(address_of(sora), {"anew": [mother.public_id]})
    assert after.status_code == 200 and "no-store" in after["Cache-Control"]
    [address] = new_papers(after)
    assert address != her_paper[0] and "data:image/svg+xml" in after.content.decode()
    telephone = Client()
    telephone.post(address)
    assert telephone.get("/").wsgi_request.user == mother
    assert PersonalLink.objects.latest("pk").created_by == jieun


def test_without_a_new_paper_the_next_page_offers_it(jieun_client, sora, mother, her_paper):
    after = jieun_client.post(address_of(sora))
    assert new_papers(after) == []
    assert reverse("member_link_new", args=[mother.public_id]) in after.content.decode()


def test_a_new_paper_for_nobody_else(jieun_client, sora, minsu, stranger, her_paper, mother_link):
    """Whatever is posted: only for parents whose paper was closed."""
    others = [minsu.public_id, stranger.public_id, sora.public_id, "junk", ""]
    assert new_papers(jieun_client.post(address_of(sora), {"anew": others})) == []
    again = jieun_client.post(address_of(minsu), {"anew": [mother_link.link.user.public_id]})
    assert again.url == "/family/"


def test_the_helper_who_left_is_named(jieun_client, sora, sora_client, mother, her_paper):
    User.objects.filter(pk=mother.pk).update(helper=sora)
    page = jieun_client.post(address_of(sora), {"anew": [mother.public_id]}).content.decode()
    assert "still calls Sora" in page and reverse("member_edit", args=[mother.public_id]) in page


def test_who_leaves_makes_no_new_papers(jieun, sora, sora_client, mother, her_paper):
    page = sora_client.get(address_of(sora)).content.decode()
    assert "Another owner" in page and 'name="anew"' not in page
    assert sora_client.post(address_of(sora), {"anew": [mother.public_id]}).status_code == 302
    assert not PersonalLink.objects.open().filter(created_by=sora).exists()
    assert PersonalLink.objects.count() == 2


def test_her_open_page_gives_nothing(jieun_client, sora, sora_client, mother, minsu):
    jieun_client.post(address_of(sora))
    for address in (
        "/family/links/new/",
        "/family/invitations/new/",
        reverse("member_link_new", args=[mother.public_id]),
        address_of(minsu),
    ):
        values = {"name": "x", "language": "ko"}
        assert sora_client.post(address, values).url.startswith("/accounts/login/"), address
    assert PersonalLink.objects.count() == 1 and User.objects.count() == 4


def test_a_request_that_was_on_its_way(jieun, sora, mother, minsu, stranger):
    """The view asked for the right before the removal committed, and calls the service after it."""
    before = User.objects.get(pk=sora.pk)
    members.remove_member(member=sora, by=jieun)
    for act in (
        lambda: links.issue_link(by=before, parent=mother),
        lambda: links.add_parent(by=before, name="x", language="ko", help_phone=""),
        lambda: registration.invite(by=before),
        lambda: members.remove_member(member=minsu, by=before),
        lambda: members.change_role(member=minsu, role=Role.OWNER, by=before),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert PersonalLink.objects.count() == 1 and not Invitation.objects.exists()
    minsu.refresh_from_db()
    assert minsu.is_active and not minsu.is_owner


def test_all_or_nothing(jieun_client, sora, sora_client, her_paper, mother, monkeypatch):
    """If the new papers fail, nobody was removed and no parent is left outside."""
    monkeypatch.setattr("accounts.services.members.replace_papers", lambda **given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jieun_client.post(address_of(sora), {"anew": [mother.public_id]})
    assert her_paper[1].get("/text-size/").status_code == 200
    assert sora_client.get("/family/").status_code == 200


def test_a_parent(jieun_client, mother, mother_link, mother_client):
    jieun_client.post(address_of(mother))
    assert mother_client.get("/text-size/").status_code == 302
    assert mother_client.get(reverse("open_link", args=[mother_link.token])).status_code == 404
    assert not Device.objects.filter(ended_at=None).exists()


def test_uploads_keep_the_name(jieun_client, minsu):
    jieun_client.post(address_of(minsu))
    minsu.refresh_from_db()
    assert (minsu.display_name, minsu.email, minsu.is_active) == ("Minsu", None, False)


def test_may_sign_up_again(jieun_client, minsu):
    jieun_client.post(address_of(minsu))
    again = registration.create_family(
        email="minsu@example.com", password=PASSWORD, display_name="Minsu", family_name="My own"
    )
    assert again.family != minsu.family


def test_open_invitations_close(jieun_client, minsu, client):
    token = registration.invite(by=minsu).token
    jieun_client.post(address_of(minsu))
    assert client.get(f"/join/{token}/").status_code == 404


def test_the_last_owner_stays(jieun, jieun_client, minsu):
    response = jieun_client.post(address_of(jieun))
    assert response.status_code == 409 and "needs an owner" in response.content.decode()
    assert jieun_client.get("/family/").status_code == 200


def test_an_owner_may_leave_when_there_is_another(jieun, jieun_client):
    make_member(jieun.family, "Sora", "sora@example.com")
    assert jieun_client.post(address_of(jieun)).status_code == 302
    assert jieun_client.get("/family/").status_code == 302


def test_an_administrator_only_leaves_the_family(jieun_client, minsu):
    User.objects.filter(pk=minsu.pk).update(is_staff=True)
    browser = sign_in(minsu)
    jieun_client.post(address_of(minsu))
    minsu.refresh_from_db()
    assert minsu.is_active and minsu.family is None
    assert browser.get("/family/").url == "/admin/"


def test_get_removes_nobody(jieun_client, minsu):
    jieun_client.get(address_of(minsu))
    minsu.refresh_from_db()
    assert minsu.is_active


def test_refusals(client, jieun_client, minsu_client, mother_client, stranger_client, minsu):
    address = address_of(minsu)
    for method in ("get", "post"):
        assert getattr(client, method)(address).status_code == 302
        assert getattr(minsu_client, method)(address).status_code == 403
        assert getattr(mother_client, method)(address).status_code == 403
        assert getattr(stranger_client, method)(address).status_code == 404
    assert jieun_client.delete(address).status_code == 405
    assert jieun_client.post("/family/members/00000000000000000000/remove/").status_code == 404
    minsu.refresh_from_db()
    assert minsu.is_active
