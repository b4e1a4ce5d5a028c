import pytest
from django.db import transaction

from albums.tests.helpers import deliver
from storage.history.models import FileEvent
from storage.models import StoredFile
from storage.services import mark_kept
from tests.support.admins import admin_address, make_administrator, open_everything, open_page


@pytest.fixture
def file(write):
    file = write(b"photo")
    with transaction.atomic():
        mark_kept(file)
    deliver()
    return file


@pytest.fixture
def boss(db):
    return make_administrator()


def test_it_works(boss, file):
    page = open_page(boss, admin_address(StoredFile, "change", file.pk))
    assert page.count("<td>stored</td>") == 2 and "<td>kept</td>" in page
    open_everything(boss, FileEvent, file.key)


def test_in_mongo(boss, file, mongo_url):
    """Another store has another history."""
    page = open_page(boss, admin_address(StoredFile, "change", file.pk))
    assert "<td>kept</td>" not in page
    with transaction.atomic():
        from storage import history

        history.record(file, history.Step.HEALED, "main", "<script>alert(1)</script>")
    deliver()
    page = open_page(boss, admin_address(StoredFile, "change", file.pk))
    assert "<td>healed</td>" in page and "<script>alert" not in page
    assert "fileevent" not in open_page(boss, "/admin/")


def test_nobody_writes_history(boss, file):
    row = FileEvent.objects.first()
    assert boss.get(admin_address(FileEvent, "add")).status_code == 403
    assert boss.post(admin_address(FileEvent, "change", row.pk), {"step": "deleted"}).status_code == 403
    assert boss.post(admin_address(FileEvent, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_members_do_not_enter(jieun_client, mother_client, client, file):
    for browser in (client, mother_client, jieun_client):
        assert browser.get(admin_address(FileEvent, "changelist")).url.startswith("/admin/login/")
