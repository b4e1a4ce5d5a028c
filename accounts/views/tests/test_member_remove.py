from django.test import Client
from django.urls import reverse

from accounts.models import Device, User
from accounts.services import registration
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
