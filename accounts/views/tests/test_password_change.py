"""Changing one's password. Its effects on other browsers are in test_password_reset.py and test_sessions.py."""

import pytest
from django.conf import settings

from accounts.models import User
from conftest import PASSWORD, make_member, sign_in
from tests.support.admins import make_administrator

ADDRESS = "/accounts/password/"
NEW = "another quiet morning"


def change(client, old=PASSWORD):
    return client.post(ADDRESS, {"old_password": old, "new_password1": NEW, "new_password2": NEW})


def test_it_works(minsu, minsu_client):
    assert change(minsu_client, "wrong").status_code == 422
    assert change(minsu_client).url == "/accounts/settings/"
    minsu.refresh_from_db()
    assert minsu.check_password(NEW)


def test_nobody_guesses_the_old_one(minsu, minsu_client):
    """Who finds an open browser has as many tries as at the sign-in."""
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = change(minsu_client, "wrong")
    assert answer.status_code == 429 == change(minsu_client).status_code
    minsu.refresh_from_db()
    assert minsu.check_password(PASSWORD)


def test_the_admin_leads_here(db):
    boss = make_administrator()
    assert boss.get("/admin/password_change/").url == ADDRESS == boss.post("/admin/password_change/").url
    assert change(boss).status_code == 302
    assert User.objects.get(email="boss@example.com").check_password(NEW)
    assert boss.get("/admin/").status_code == 200


@pytest.mark.parametrize("whom", ["client", "mother_client"])
def test_refusals(request, whom):
    answer = change(request.getfixturevalue(whom))
    assert answer.status_code == 403 or answer.url.startswith("/accounts/login/")


def test_in_two_browsers(minsu, minsu_client):
    other = sign_in(minsu)
    change(minsu_client)
    assert minsu_client.get(ADDRESS).status_code == 200 and other.get(ADDRESS).status_code == 302


def test_somebody_without_a_family(db):
    clerk = make_member(None, "Clerk", "clerk@example.com")
    assert change(sign_in(clerk)).status_code == 302
