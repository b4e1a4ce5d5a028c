import pytest

from outbox.consuming import consume
from outbox.dead_letters import create_foreign_dead_letter
from outbox.models import DeadLetter, Message
from outbox.tests.conftest import record
from tests.support.admins import admin_address, make_administrator, open_everything, open_page

LIST = "/admin/outbox/deadletter/"


@pytest.fixture
def boss(db):
    return make_administrator()


@pytest.fixture
def letter(publish):
    message = publish(number=1, fail=True, permanent=True)
    consume(record, uid=str(message.uid), arguments=message.arguments)
    return DeadLetter.objects.get()


def act(boss, action: str, *letters, reason: str = ""):
    data = {"action": action, "_selected_action": [letter.pk for letter in letters], "reason": reason}
    answer = boss.post(LIST, data, follow=True)
    [letter.refresh_from_db() for letter in letters]
    return answer.content.decode()


def press(boss, letter, **fields):
    answer = boss.post(admin_address(DeadLetter, "change", letter.pk), fields, follow=True)
    letter.refresh_from_db()
    return answer.content.decode()


def test_it_works(boss, letter):
    open_everything(boss, DeadLetter, letter.fingerprint)
    page = open_page(boss, admin_address(DeadLetter, "change", letter.pk))
    assert "RuntimeError: the handler failed" in page and "Traceback" in page


def test_replaying_from_the_list(boss, letter):
    assert "will be sent again now" in act(boss, "replay_them", letter)
    assert (letter.state, letter.settled_by) == ("replayed", "boss@example.com")
    message = Message.objects.get()
    assert (message.state, message.failures) == ("pending", 0)


def test_replaying_from_its_page(boss, letter):
    assert "will be sent again now" in press(boss, letter, _replay="1")
    assert letter.state == "replayed"


def test_closing_needs_a_reason(boss, letter):
    assert "Write down why" in act(boss, "close_them", letter)
    assert letter.state == "open"
    assert "is closed" in act(boss, "close_them", letter, reason="The album is gone.")
    assert (letter.state, letter.reason) == ("closed", "The album is gone.")
    assert Message.objects.get().state == "closed"


def test_closing_from_its_page(boss, letter):
    press(boss, letter, _close="1", reason="Seen.")
    assert letter.state == "closed"


def test_what_is_closed_is_not_replayed(boss, letter):
    act(boss, "close_them", letter, reason="Seen.")
    assert "already" in act(boss, "replay_them", letter)
    assert (letter.state, Message.objects.get().state) == ("closed", "closed")


def test_retrying_its_message_settles_it_too(boss, letter):
    boss.post("/admin/outbox/message/", {"action": "retry_now", "_selected_action": [letter.message_id]})
    letter.refresh_from_db()
    assert letter.state == "replayed"
    assert Message.objects.get().state == "pending"


def test_what_is_no_message_can_only_be_closed(boss):
    create_foreign_dead_letter(
        task="", queue="mail", body=b"<script>\x00\xff", headers="{}", error="rejected"
    )
    letter = DeadLetter.objects.get()
    assert "<script>" not in open_page(boss, admin_address(DeadLetter, "change", letter.pk)).split("body")[-1]
    assert "can only be closed" in act(boss, "replay_them", letter)
    act(boss, "close_them", letter, reason="Nonsense.")
    assert letter.state == "closed"


def test_members_do_not_enter(letter, jieun_client, mother_client, client):
    for browser in (client, mother_client, jieun_client):
        assert browser.get(LIST).url.startswith("/admin/login/")
        press(browser, letter, _replay="1")
        assert letter.state == "open"
