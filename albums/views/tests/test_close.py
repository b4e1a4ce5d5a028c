from datetime import timedelta

from accounts.models import Leaving
from albums.leaving import erasing
from albums.services.albums import create_album
from conftest import PASSWORD, make_member, sign_in

ADDRESS = "/family/close/"
LATER = {"when": "later", "password": PASSWORD}


def test_it_works(jieun, jieun_client, minsu_client, mother_client):
    """Everybody who adds photos sees the date; parents see nothing; then it happens."""
    create_album(person=jieun, title="Summer", description="")
    assert "you decide alone" in jieun_client.get(ADDRESS).content.decode()
    assert jieun_client.post(ADDRESS, LATER).url == ADDRESS
    for client in (jieun_client, minsu_client):
        assert "The family album closes on" in client.get("/").content.decode()
    assert "12월" not in mother_client.get("/").content.decode()
    leaving = Leaving.objects.get()
    Leaving.objects.update(due_at=leaving.due_at - timedelta(days=31))
    erasing.tick()
    assert all(client.get("/family/").status_code == 302 for client in (jieun_client, minsu_client))
    assert mother_client.get("/text-size/").status_code == 302


def test_an_owner_takes_it_back_and_nobody_else(jieun, jieun_client, minsu_client):
    jieun_client.post(ADDRESS, LATER)
    minsu_client.post("/family/leave/take-back/")
    assert Leaving.objects.exists()
    other = sign_in(make_member(jieun.family, "Sora", "sora@example.com"))
    other.post("/family/leave/take-back/")
    assert not Leaving.objects.exists()


def test_not_while_there_are_other_owners(jieun, jieun_client):
    make_member(jieun.family, "Sora", "sora@example.com")
    page = jieun_client.get(ADDRESS).content.decode()
    assert "only when there is no other owner" in page and 'name="password"' not in page
    assert jieun_client.post(ADDRESS, LATER).status_code == 409
    assert not Leaving.objects.exists()


def test_it_lapses_where_somebody_else_has_become_an_owner(jieun, jieun_client):
    """Nobody loses everything without having been asked."""
    jieun_client.post(ADDRESS, LATER)
    other = sign_in(make_member(jieun.family, "Sora", "sora@example.com"))
    Leaving.objects.update(due_at=jieun.created_at)
    erasing.tick()
    assert not Leaving.objects.exists()
    assert other.get("/family/").status_code == 200


def test_an_owner_who_was_removed_does_not_count(jieun, jieun_client):
    from accounts.services.members import remove_member

    remove_member(member=make_member(jieun.family, "Sora", "sora@example.com"))
    assert jieun_client.post(ADDRESS, LATER).status_code == 302


def test_another_family_stays_open(jieun_client, stranger_client):
    jieun_client.post(ADDRESS, {**LATER, "when": "now"})
    assert stranger_client.get("/family/").status_code == 200


def test_a_wrong_password(jieun_client):
    assert jieun_client.post(ADDRESS, {**LATER, "password": "wrong"}).status_code == 422
    assert not Leaving.objects.exists()


def test_refusals(client, minsu_client, mother_client):
    for method in ("get", "post"):
        assert getattr(client, method)(ADDRESS).status_code == 302
        assert getattr(minsu_client, method)(ADDRESS).status_code == 403
        assert getattr(mother_client, method)(ADDRESS).status_code == 403
