"""The administrator verifies and heals files by buttons; who may only look cannot."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from conftest import make_member, sign_in
from outbox.models import Message
from storage.models import FileCopy, Restoration, StoredFile
from storage.tasks import heal_file, verify_file
from storage.tests.harm import damage_of, flip, path_of
from tests.support.admins import admin_address, make_administrator, open_everything, open_page

VERIFY, HEAL = "storage.verify_file", "storage.heal_file"


class Delivery:
    uid = "0" * 32


@pytest.fixture
def file(write_kept):
    return write_kept(b"photo")


@pytest.fixture
def boss(db):
    return make_administrator()


@pytest.fixture
def looker(db):
    """Staff who may look at files, and nothing else."""
    person = make_member(None, "Looker", "looker@example.com")
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.user_permissions.add(*Permission.objects.filter(codename__in=["view_storedfile", "view_filecopy"]))
    return sign_in(person)


def page_of(file) -> str:
    return admin_address(StoredFile, "change", file.pk)


def asked() -> list[tuple[str, dict]]:
    return list(Message.objects.filter(task__in=[VERIFY, HEAL]).values_list("task", "arguments"))


@pytest.mark.parametrize("task", [VERIFY, HEAL])
def test_it_works(boss, file, task):
    assert f'name="_{task}"' in open_page(boss, page_of(file))
    response = boss.post(page_of(file), {f"_{task}": "x"}, follow=True)
    assert "Asked for 1 file." in response.content.decode()
    assert asked() == [(task, {"file_id": file.pk})]


def test_verify_and_heal_from_harm_to_good(boss, file):
    flip(file, "main")
    verify_file(Delivery, file_id=file.pk)
    assert damage_of(file) == {"main": "changed", "backup": ""}
    assert "main (other bytes than were written)" in open_page(boss, admin_address(StoredFile, "changelist"))
    heal_file(Delivery, file_id=file.pk)
    assert damage_of(file) == {"main": "", "backup": ""}
    assert path_of(file, "main").read_bytes() == path_of(file, "backup").read_bytes()


def test_verifying_asks_for_a_copy_that_was_never_made(file):
    file.copies.filter(storage="backup").delete()
    verify_file(Delivery, file_id=file.pk)
    assert asked() == [(HEAL, {"file_id": file.pk})]


@pytest.mark.parametrize(("model", "task"), [(StoredFile, VERIFY), (FileCopy, HEAL)])
def test_many_at_once(boss, file, write_kept, model, task):
    write_kept(b"another")
    rows = list(model.objects.values_list("pk", flat=True))
    action = "verify_them" if task == VERIFY else "heal_them"
    boss.post(admin_address(model, "changelist"), {"action": action, "_selected_action": rows})
    assert sorted(arguments["file_id"] for _, arguments in asked()) == sorted(
        StoredFile.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize("query", ["state__exact=deleting", "key_id=0011223344556677"])
def test_files_are_filtered(boss, file, write_kept, query):
    other = write_kept(b"other")
    StoredFile.objects.filter(pk=other.pk).update(key_id="0011223344556677", state="deleting")
    page = open_page(boss, f"{admin_address(StoredFile, 'changelist')}?{query}")
    assert other.key in page and file.key not in page
    assert "1 stored file" in page


def test_copies_are_filtered_by_damage(boss, file):
    file.copies.filter(storage="main").update(damage="missing")
    page = open_page(boss, f"{admin_address(FileCopy, 'changelist')}?damage__exact=missing")
    assert "1 copy" in page


def test_who_may_only_look_has_no_buttons(looker, file):
    assert 'name="_storage' not in open_page(looker, page_of(file))
    assert looker.post(page_of(file), {f"_{VERIFY}": "x"}).status_code == 403
    looker.post(
        admin_address(StoredFile, "changelist"), {"action": "verify_them", "_selected_action": [file.pk]}
    )
    assert not asked()


def test_no_other_site_can_press_the_button(boss, file):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = boss.cookies
    assert strict.post(page_of(file), {f"_{VERIFY}": "x"}).status_code == 403
    assert not asked()


def test_a_file_that_nobody_knows(boss, file):
    assert boss.post(admin_address(StoredFile, "change", 999), {f"_{VERIFY}": "x"}).status_code == 403


def test_deleted_files_have_no_buttons(boss, file):
    StoredFile.objects.update(state="deleted")
    assert 'name="_storage' not in open_page(boss, page_of(file))


def test_restorations_are_looked_at_only(boss):
    row = Restoration.objects.create(made_at=timezone.now())
    open_everything(boss, Restoration, str(row.pk))
    assert boss.post(admin_address(Restoration, "delete", row.pk), {"post": "yes"}).status_code == 403
