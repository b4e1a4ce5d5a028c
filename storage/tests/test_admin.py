import pytest
from django.db import transaction

from storage.models import FileCopy, StoredFile, Usage
from storage.services import mark_kept
from tests.support.admins import admin_address, make_administrator, open_everything, open_page


@pytest.fixture
def file(write):
    file = write(b"photo")
    with transaction.atomic():
        mark_kept(file)
    return file


@pytest.fixture
def boss(db):
    return make_administrator()


def test_it_works(boss, file, family):
    open_everything(boss, StoredFile, file.key)
    open_everything(boss, FileCopy, file.key)
    open_everything(boss, Usage, family.public_id)


def test_a_file_is_found_by_its_checksum(boss, file):
    assert file.key in open_page(boss, admin_address(StoredFile, "changelist"), {"q": file.sha256})


def test_the_list_says_where_the_copies_are(boss, file):
    assert "backup, main" in open_page(boss, admin_address(StoredFile, "changelist"))


@pytest.mark.parametrize("model", [StoredFile, FileCopy])
def test_what_must_agree_with_the_bytes_is_never_written_by_hand(boss, file, model):
    row = model.objects.first()
    size = row.size
    assert boss.get(admin_address(model, "add")).status_code == 403
    assert (
        boss.post(admin_address(model, "change", row.pk), {"state": "deleted", "size": 1}).status_code == 403
    )
    assert boss.post(admin_address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.size == size


def test_the_limit_is_set_and_what_is_used_is_not(boss, file, family):
    response = boss.post(admin_address(Usage, "change", family.pk), {"limit_bytes": 777, "used_bytes": 1})
    assert response.status_code == 302
    usage = Usage.objects.get()
    assert (usage.limit_bytes, usage.used_bytes) == (777, 5)


def test_the_same_queries_for_any_number_of_files(boss, write, django_assert_num_queries):
    for number in range(12):
        with transaction.atomic():
            mark_kept(write(f"{number}".encode()))
    address = admin_address(StoredFile, "changelist")
    boss.get(address)
    # The session, the person, a bounded count, the files, their copies, the keys.
    with django_assert_num_queries(6):
        boss.get(address)


def test_members_do_not_enter(jieun_client, mother_client, client, file):
    for browser in (client, mother_client, jieun_client):
        for model in (StoredFile, FileCopy, Usage):
            assert browser.get(admin_address(model, "changelist")).url.startswith("/admin/login/")
