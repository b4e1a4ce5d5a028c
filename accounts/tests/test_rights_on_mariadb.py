"""Somebody uses a right at the moment in which it is taken from her, on a real MariaDB, many times over.

Whoever is first, nothing that she made counts afterwards, and nobody is refused by a deadlock. Functions import Django
and models themselves: `site` calls them in a process that imports this module before Django is set up there.
"""

import threading
from functools import partial

import pytest

from deploy.local.tests.filled import filled

pytest.importorskip("MySQLdb")
ROUNDS = 25


@pytest.fixture(scope="module")
def site(mariadb_primary, tmp_path_factory):
    with filled(mariadb_primary, tmp_path_factory.mktemp("rights"), fill) as call:
        yield call


def fill() -> None:
    from django.conf import settings
    from django.contrib.auth.hashers import make_password

    from accounts.models import Family, User
    from accounts.services.links import add_parent

    # As in the other tests (conftest.py): pages without collectstatic, and a quick hash.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    family = Family.objects.create(name="Kim")
    for name in ("Jieun", "Mina"):
        User.objects.create(
            family=family,
            display_name=name,
            email=f"{name}@example.com",
            role="owner",
            password=make_password("x"),
        )
    add_parent(by=User.objects.get(email="Jieun@example.com"), name="엄마", language="ko", help_phone="")


def people():
    """Jieun, who stays; a new owner; and the mother."""
    import uuid

    from accounts.models import User

    jieun = User.objects.get(email="Jieun@example.com")
    mother = User.objects.get(role="viewer", helper=jieun)
    sora = User(
        family_id=jieun.family_id, display_name="Sora", email=f"{uuid.uuid4().hex}@example.com", role="owner"
    )
    sora.set_unusable_password()
    sora.save()
    return jieun, sora, mother


def at_once(*acts) -> list:
    """Call each in a thread of its own. Return what each returned, or the exception that it raised."""
    from django.db import connection

    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def go(number, act):
        gate.wait(10)
        try:
            answers[number] = act()
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=one) for one in enumerate(acts)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return answers


def remover(how: str, jieun, sora):
    """How the right is taken: a row of her own, as another request has it."""
    from accounts.models import Role, User
    from accounts.services import members

    taken = User.objects.get(pk=sora.pk)
    if how == "removed":
        return lambda: members.remove_member(member=taken, by=jieun)
    return lambda: members.change_role(member=taken, role=Role.CONTRIBUTOR, by=jieun)


def strange(answers, *known) -> list[str]:
    return [
        repr(answer) for answer in answers if isinstance(answer, Exception) and not isinstance(answer, known)
    ]


def opener(browser, token: str):
    return lambda: browser.post(f"/open/{token}/").status_code


def open_her_paper(how: str) -> dict:
    """The paper is opened on one more device while its maker goes."""
    from django.test import Client

    from accounts.models import Device, PersonalLink
    from accounts.services.links import issue_link

    found = {"strange": [], "left": 0, "opened": 0, "closed": 0}
    for _round in range(ROUNDS):
        jieun, sora, mother = people()
        token, browser = issue_link(by=sora, parent=mother).token, Client(SERVER_NAME="localhost")
        answer, *rest = at_once(opener(browser, token), remover(how, jieun, sora))
        found["strange"] += strange([answer, *rest])
        found["opened" if answer == 302 else "closed"] += 1
        found["left"] += Device.objects.filter(link__created_by=sora, ended_at=None).count()
        found["left"] += PersonalLink.objects.filter(created_by=sora, revoked_at=None).count()
        found["left"] += browser.get("/text-size/").status_code != 302
    return found


def make_at_that_moment(how: str) -> dict:
    """She makes a link, and an invitation, while she goes."""
    from accounts.models import Invitation, PersonalLink
    from accounts.services.links import issue_link
    from accounts.services.registration import invite
    from accounts.services.rights import RightLost

    found = {"strange": [], "left": 0, "made": 0, "refused": 0}
    for _round in range(ROUNDS):
        jieun, sora, mother = people()
        made = at_once(
            partial(issue_link, by=sora, parent=mother),
            partial(invite, by=sora),
            remover(how, jieun, sora),
        )
        found["strange"] += strange(made, RightLost)
        for answer in made[:2]:
            found["refused" if isinstance(answer, RightLost) else "made"] += 1
        found["left"] += PersonalLink.objects.filter(created_by=sora, revoked_at=None).count()
        if how == "removed":
            found["left"] += Invitation.objects.filter(invited_by=sora, revoked_at=None).count()
    return found


def accept_at_that_moment(how: str) -> dict:
    """Her invitation is accepted while she goes: it makes a member and is accepted, or neither."""
    from accounts.models import Invitation, User
    from accounts.services import registration

    found = {"strange": [], "wrong": 0, "joined": 0}
    for number in range(ROUNDS):
        jieun, sora, _mother = people()
        invitation = registration.invite(by=sora).invitation
        email = f"{how}{number}@example.com"
        answers = at_once(
            partial(
                registration.accept_invitation,
                invitation=invitation,
                email=email,
                password="x",
                display_name="New",
            ),
            remover(how, jieun, sora),
        )
        found["strange"] += strange(answers, registration.InvitationClosed)
        joined = User.objects.filter(email=email).exists()
        row = Invitation.objects.get(pk=invitation.pk)
        found["joined"] += joined
        found["wrong"] += (row.accepted_at is not None) != joined or (joined and row.revoked_at is not None)
    return found


def remove_each_other() -> dict:
    """Two of three owners, each the other: one stays."""
    from accounts.models import User
    from accounts.services import members
    from accounts.services.rights import RightLost

    found = {"strange": [], "stay": []}
    for _round in range(ROUNDS):
        _jieun, one, _mother = people()
        _jieun, two, _mother = people()

        def take(member, by):
            return lambda: members.remove_member(member=User.objects.get(pk=member.pk), by=by)

        found["strange"] += strange(at_once(take(one, two), take(two, one)), RightLost)
        found["stay"].append(User.objects.filter(pk__in=[one.pk, two.pk], is_active=True).count())
    return found


HOW = pytest.mark.parametrize("how", ["removed", "demoted"])


@HOW
def test_a_paper_is_opened(site, how):
    found = site(open_her_paper, (how,))
    print(found)
    assert found["strange"] == [] and found["left"] == 0, found


@HOW
def test_something_is_made(site, how):
    found = site(make_at_that_moment, (how,))
    print(found)
    assert found["strange"] == [] and found["left"] == 0, found


@HOW
def test_an_invitation_is_accepted(site, how):
    found = site(accept_at_that_moment, (how,))
    print(found)
    assert found["strange"] == [] and found["wrong"] == 0, found


def test_two_owners_remove_each_other(site):
    found = site(remove_each_other)
    assert found["strange"] == [] and set(found["stay"]) == {1}, found
