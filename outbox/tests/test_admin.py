from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.dispatching import claim
from outbox.models import Message
from tests.support.admins import admin_address, make_administrator, open_everything, open_page

LIST = "/admin/outbox/message/"


@pytest.fixture
def boss(db):
    return make_administrator()


def retry(boss, *messages):
    boss.post(LIST, {"action": "retry_now", "_selected_action": [message.pk for message in messages]})
    [message.refresh_from_db() for message in messages]


def test_it_works(boss, publish):
    open_everything(boss, Message, str(publish(number=1).uid))


def test_the_reason_of_a_failure_is_on_its_page(boss, publish):
    message = publish(number=1)
    Message.objects.update(state="failed", error="FileLost: 0123")
    assert "FileLost: 0123" in open_page(boss, admin_address(Message, "change", message.pk))
    assert str(message.uid) in open_page(boss, LIST, {"state__exact": "failed"})


def test_found_by_the_whole_name_of_its_task(boss, publish):
    message = publish(number=1)
    assert str(message.uid) in open_page(boss, LIST, {"q": "tests.record"})


@pytest.mark.parametrize("state", ["pending", "sent", "failed"])
def test_retrying(boss, publish, state):
    """Failures start from zero, and the dispatcher takes it at once."""
    message = publish(number=1)
    later = timezone.now() + timedelta(hours=1)
    Message.objects.update(state=state, failures=6, due_at=later, error="broken")
    assert claim() == []
    retry(boss, message)
    assert (message.state, message.failures, message.lease) == ("pending", 0, None)
    assert claim() == [message]


def test_what_is_done_stays_done(boss, publish):
    message, other = publish(number=1), publish(number=2)
    Message.objects.filter(pk=message.pk).update(state="done", done_at=timezone.now())
    retry(boss, message)
    assert message.state == "done"
    other.refresh_from_db()
    assert other.state == "pending"


def test_nobody_writes_or_removes_one_by_hand(boss, publish):
    message = publish(number=1)
    assert boss.get(admin_address(Message, "add")).status_code == 403
    assert boss.post(admin_address(Message, "delete", message.pk), {"post": "yes"}).status_code == 403
    boss.post(
        admin_address(Message, "change", message.pk),
        {"task": "os.system", "arguments": "{}", "state": "done"},
    )
    message.refresh_from_db()
    assert (message.task, message.state) == ("tests.record", "pending")


def test_members_do_not_enter(publish, jieun_client, mother_client, client):
    message = publish(number=1)
    Message.objects.update(state="failed")
    for browser in (client, mother_client, jieun_client):
        assert browser.get(LIST).url.startswith("/admin/login/")
        retry(browser, message)
        assert message.state == "failed"
