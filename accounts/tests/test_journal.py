"""What is noted in the account journal, of whom, and when it goes again."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Invitation, JournalEntry, PersonalLink
from accounts.services import journal, links, registration
from accounts.services.members import remove_member
from accounts.tasks import prune_journal
from albums.services.albums import create_album
from albums.services.deletion import empty_trash
from albums.services.trash import trash_album, trash_pictures
from albums.tests.helpers import make_pictures
from conftest import PASSWORD, make_member
from picup.core.actor import actor
from picup.encryption.tests.helpers import rewrite
from tests.support.admins import admin_address, make_administrator

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148"


@pytest.fixture(autouse=True)
def nobody_acts():
    """Unless a request does."""
    token = actor.set(lambda: "-")
    yield
    actor.reset(token)


@pytest.fixture
def told(jieun, minsu, mother_link, jieun_client, minsu_client):
    """`told()`: what was noted since it was asked last, as (who, what)."""
    seen = [JournalEntry.objects.latest("pk").pk]

    def told() -> list[tuple[str, str]]:
        new = list(JournalEntry.objects.filter(pk__gt=seen[0]).order_by("pk"))
        seen[0] = new[-1].pk if new else seen[0]
        return [(line.who, line.what) for line in map(journal.read, new)]

    return told


def post(client, name: str, /, *ids, **fields):
    response = client.post(reverse(name, args=ids), fields)
    assert response.status_code in (200, 302), response.content
    return response


def test_it_works(told, jieun_client, jieun, mother, mother_link):
    post(jieun_client, "member_link_new", mother.public_id)
    post(jieun_client, "link_revoke", mother_link.link.public_id)
    assert told() == [("Jieun", "made a link for 엄마"), ("Jieun", "closed a link of 엄마")]
    entry = JournalEntry.objects.latest("pk")
    assert (entry.family, entry.by, entry.about) == (jieun.family, jieun, mother)
    # Names as they are called today, also when they are called otherwise tomorrow.
    rewrite(mother, display_name="Grandmother")
    entry.refresh_from_db()
    assert journal.read(entry).what == "closed a link of 엄마"


def test_who_signed_in(told, jieun):
    client = Client(headers={"user-agent": IPHONE})
    client.post("/accounts/login/", {"username": jieun.email, "password": "wrong"})
    client.post("/accounts/login/", {"username": jieun.email, "password": PASSWORD})
    assert told() == [("Jieun", "signed in: iPhone")]
    client.get("/family/")
    assert told() == []


def test_a_new_device_of_a_parent(told, mother_link):
    client = Client(headers={"user-agent": IPHONE})
    for _ in range(2):
        client.post(reverse("open_link", args=[mother_link.token]))
    assert told() == [("엄마", "opened the link on a new device: iPhone")]


def test_invitations(told, minsu_client, jieun_client, client, jieun):
    post(minsu_client, "invitation_new")
    post(jieun_client, "invitation_revoke", Invitation.objects.get().public_id)
    post(jieun_client, "invitation_revoke", Invitation.objects.get().public_id)
    token = registration.invite(by=jieun).token
    person = {
        "email": "new@example.com",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "display_name": "Suji",
    }
    post(client, "join", token, **person)
    assert told() == [
        ("Minsu", "invited somebody to add photos"),
        ("Jieun", "took an invitation back"),
        ("Jieun", "invited somebody to add photos"),
        ("Suji", "joined by an invitation"),
        ("Suji", "signed in: Another device"),
    ]


def test_members(told, jieun_client, minsu, mother):
    for role in ("owner", "owner", "contributor"):
        post(jieun_client, "member_edit", minsu.public_id, role=role)
    post(jieun_client, "member_edit", mother.public_id, name="Mum", language="en", help_phone="")
    post(jieun_client, "member_remove", minsu.public_id)
    assert told() == [
        ("Jieun", "made Minsu an owner"),
        ("Jieun", "made Minsu a contributor"),
        ("Jieun", "changed what is written about Mum"),
        ("Jieun", "removed Minsu from the family"),
    ]


def test_deleting_for_good(told, jieun_client, jieun):
    album = create_album(person=jieun, title="Summer", description="")
    one, *others = make_pictures(album, 4)
    old, older = (create_album(person=jieun, title=title, description="") for title in ("Old", "Older"))
    trash_pictures([one, *others])
    trash_album(old)
    post(jieun_client, "picture_delete", one.public_id)
    post(jieun_client, "album_delete_for_good", old.public_id)
    trash_album(older)
    post(jieun_client, "trash_empty")
    post(jieun_client, "trash_empty")
    assert told() == [
        ("Jieun", "deleted a photo for good, from the album “Summer”"),
        ("Jieun", "deleted the album “Old” for good"),
        ("Jieun", "deleted the album “Older” for good"),
        ("Jieun", "deleted photos for good, this many: 3"),
    ]


def test_a_large_trash(told, jieun_client, jieun, monkeypatch):
    monkeypatch.setattr("albums.services.deletion.BATCH", 2)
    trash_pictures(make_pictures(create_album(person=jieun, title="Summer", description=""), 5))
    post(jieun_client, "trash_empty")
    assert told() == [("Jieun", "emptied the trash")]


def test_what_the_site_deletes_by_itself_is_not_noted(told, jieun):
    trash_pictures(make_pictures(create_album(person=jieun, title="Summer", description=""), 1))
    empty_trash(jieun.family)
    assert told() == []


def test_the_limit_and_the_password(told, jieun_client):
    post(jieun_client, "family_limit", gigabytes="5")
    new = "a loud night in June"
    post(jieun_client, "password_change", old_password=PASSWORD, new_password1=new, new_password2=new)
    assert told() == [("Jieun", "changed the limit to 5 GB"), ("Jieun", "changed the password")]


def test_an_administrator(told, mother_link, minsu):
    """Whose name is not the family's to know."""
    boss = make_administrator()
    told()
    fields = {"action": "close", "_selected_action": [mother_link.link.pk]}
    boss.post(admin_address(PersonalLink, "changelist"), fields)
    assert told() == [("An administrator of the site", "closed a link of 엄마")]
    assert "Boss" not in JournalEntry.objects.latest("pk").details


def test_the_site_itself(told, mother_link):
    links.revoke_link(link=mother_link.link)
    assert told() == [("The site", "closed a link of 엄마")]


def test_it_is_undone_with_its_act(told, mother_link):
    with transaction.atomic():
        links.revoke_link(link=mother_link.link)
        transaction.set_rollback(True)
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_only_in_a_transaction(jieun):
    with pytest.raises(journal.OutsideTransaction):
        journal.note("invited", by=jieun)


def test_a_mistyped_code(jieun):
    with pytest.raises(KeyError):
        journal.note("invitedd", by=jieun)


def test_nothing_of_people_without_a_family(db):
    boss = make_member(None, "Boss", "boss@example.com")
    journal.note("password_changed", by=boss)
    assert not JournalEntry.objects.exists()


def test_names_are_encrypted(told, mother_link):
    with connection.cursor() as cursor:
        cursor.execute("SELECT details FROM accounts_journalentry")
        stored = [value for (value,) in cursor.fetchall()]
    assert stored and all(value.startswith("e2:") for value in stored)


def test_no_secret(told, mother_link, jieun_client, minsu_client):
    token = registration.invite(by=mother_link.link.created_by).token
    for entry in JournalEntry.objects.all():
        for secret in (token, mother_link.token, PASSWORD, jieun_client.session.session_key, "127.0.0.1"):
            assert secret not in entry.details


def test_every_sentence_has_its_details_in_both_languages():
    details = {"about": "엄마", "device": "iPhone", "title": "Summer", "count": 3, "bytes": 5_000_000_000}
    for code in journal.SENTENCES:
        entry = JournalEntry(code=code, details=json.dumps({"by": "Jieun", **details}))
        english = journal.read(entry).what
        with translation.override("ko"):
            korean = journal.read(entry).what
        assert "cannot be read" not in english and english != korean, code


def test_what_cannot_be_read(jieun):
    """A key that is lost, and an act of a later release."""
    lost = JournalEntry(family=jieun.family, code="link_closed", details="")
    later = JournalEntry(family=jieun.family, code="flew", details='{"by": "Jieun"}')
    assert journal.read(lost).what == journal.read(later).what == "did something that cannot be read"
    assert (journal.read(lost).who, journal.read(later).who) == ("The site", "Jieun")


def test_forgetting_a_person(told, jieun, minsu, mother_link):
    remove_member(member=minsu)
    links.revoke_link(link=mother_link.link)
    journal.forget_person(minsu)
    assert not any("Minsu" in entry.details for entry in JournalEntry.objects.all())
    assert JournalEntry.objects.filter(code="link_closed").exists()


def test_they_go_with_the_person_and_with_the_family(told, minsu, jieun):
    minsu.delete()
    assert not any("Minsu" in entry.details for entry in JournalEntry.objects.all())
    jieun.family.delete()
    assert not JournalEntry.objects.exists()


def test_after_so_many_days(told, settings, monkeypatch):
    monkeypatch.setattr(journal, "BATCH", 2)
    settings.JOURNAL_DAYS = 30
    count = JournalEntry.objects.count()
    recent = JournalEntry.objects.latest("pk")
    now = timezone.now()
    JournalEntry.objects.exclude(pk=recent.pk).update(at=now - timedelta(days=31))
    JournalEntry.objects.filter(pk=recent.pk).update(at=now - timedelta(days=29))
    assert count == 3 and prune_journal() == count - 1
    assert JournalEntry.objects.get() == recent and prune_journal() == 0
