import pytest

from picup.alerts import raise_alert
from picup.alerts.models import Alert, Outlet
from picup.alerts.tasks import send_alerts
from tests.support.admins import admin_address, make_administrator, open_everything, open_page


@pytest.fixture
def boss(db):
    browser = make_administrator()
    raise_alert("dead letters", "albums.make_derivatives: DecoderDied")
    send_alerts()
    return browser


def test_it_works(boss):
    open_everything(boss, Alert, "DecoderDied")
    open_everything(boss, Outlet, "dead letters")


def test_why_an_alert_did_not_arrive(boss):
    Outlet.objects.filter(channel="webhook").update(error="the webhook answered 500")
    assert "the webhook answered 500" in open_page(boss, admin_address(Outlet, "changelist"))


@pytest.mark.parametrize("model", [Alert, Outlet])
def test_nobody_writes_or_removes_one(boss, model):
    row = model.objects.first()
    assert boss.get(admin_address(model, "add")).status_code == 403
    assert boss.post(admin_address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert boss.post(admin_address(model, "change", row.pk), {"kind": "x"}).status_code == 403


def test_members_do_not_enter(boss, jieun_client, mother_client, client):
    for browser in (client, mother_client, jieun_client):
        assert browser.get(admin_address(Alert, "changelist")).url.startswith("/admin/login/")
