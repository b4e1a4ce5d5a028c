from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Device, User
from accounts.services import device_letters, links
from accounts.tasks import send_device_letter, tell_of_device  # noqa: F401 (registered)
from conftest import make_member
from outbox.consuming import HANDLERS, consume
from outbox.models import Message

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 KAKAOTALK"
TASKS = ("accounts.tell_of_device", "accounts.send_device_letter")


def work() -> None:
    """Do what the worker does with the messages about devices, until there are none."""
    while message := Message.objects.filter(task__in=TASKS, state__in=Message.OPEN).order_by("pk").first():
        consume(HANDLERS[message.task].function, uid=str(message.uid), arguments=message.arguments)


def open_on_a_new_device(token: str) -> Client:
    browser = Client(headers={"User-Agent": IPHONE})
    assert browser.post(f"/open/{token}/").status_code == 302
    return browser


def test_it_works(mother_link, jieun, minsu):
    """To owners only: a contributor can close no link."""
    open_on_a_new_device(mother_link.token)
    assert not mail.outbox, "nobody waits for a mail server"
    work()
    [letter] = mail.outbox
    assert letter.to == [jieun.email]
    for words in ("Jieun", "엄마", "아이폰 · KakaoTalk", "http://testserver/family/"):
        assert words in letter.subject + letter.body, "in the mother's language, as Jieun chose none"
    assert str(timezone.localtime(Device.objects.get().first_seen_at).year) in letter.body
    assert mother_link.token not in letter.body


def test_each_owner_in_her_language(mother_link, jieun):
    sora = make_member(jieun.family, "Sora", "sora@example.com")
    User.objects.filter(pk=sora.pk).update(language="en")
    gone = make_member(jieun.family, "Gone", "gone@example.com")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    open_on_a_new_device(mother_link.token)
    work()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {"jieun@example.com", "sora@example.com"}
    assert "was opened on a new device" in letters["sora@example.com"].subject
    assert "was opened" not in letters["jieun@example.com"].subject


def test_once_for_each_device(mother_link):
    browser = open_on_a_new_device(mother_link.token)
    browser.post(f"/open/{mother_link.token}/")
    browser.get("/")
    work()
    assert len(mail.outbox) == 1


def test_a_new_paper_on_a_known_device(mother_link, mother, jieun):
    browser = open_on_a_new_device(mother_link.token)
    browser.post(f"/open/{links.issue_link(by=jieun, parent=mother).token}/")
    work()
    assert len(mail.outbox) == 1


def test_a_thousand_devices(mother_link):
    for _number in range(device_letters.LETTERS_AT_MOST + 3):
        open_on_a_new_device(mother_link.token)
    work()
    assert len(mail.outbox) == device_letters.LETTERS_AT_MOST
    # Of the days before no one counts.
    Device.objects.update(first_seen_at=timezone.now() - device_letters.WITHIN)
    open_on_a_new_device(mother_link.token)
    work()
    assert len(mail.outbox) == device_letters.LETTERS_AT_MOST + 1


def test_without_a_mail_server(mother_link, settings):
    settings.EMAIL_BACKEND = device_letters.PRINTS_MAIL
    open_on_a_new_device(mother_link.token)
    work()
    assert not mail.outbox and not Message.objects.filter(task="accounts.send_device_letter").exists()


def test_a_mail_server_that_is_down(mother_link, jieun, monkeypatch):
    """The parent is signed in, the message waits, and the other owner gets her letter once."""
    make_member(jieun.family, "Sora", "sora@example.com")
    sent = []

    def send(subject, body, sender, to):
        if to == [jieun.email]:
            raise SMTPServerDisconnected
        sent.extend(to)

    monkeypatch.setattr(device_letters, "send_mail", send)
    browser = open_on_a_new_device(mother_link.token)
    for message in Message.objects.filter(task="accounts.tell_of_device"):
        consume(HANDLERS[message.task].function, uid=str(message.uid), arguments=message.arguments)
    for message in Message.objects.filter(task="accounts.send_device_letter"):
        consume(HANDLERS[message.task].function, uid=str(message.uid), arguments=message.arguments)
    assert browser.get("/text-size/").status_code == 200 and sent == ["sora@example.com"]
    waiting = Message.objects.get(task="accounts.send_device_letter", state__in=Message.OPEN)
    owner = User.objects.get(pk=waiting.arguments["owner_id"])
    assert owner == jieun and waiting.failures == 1


def test_what_is_gone_meanwhile(mother_link, jieun):
    open_on_a_new_device(mother_link.token)
    device = Device.objects.get()
    User.objects.filter(pk=jieun.pk).update(role="contributor")
    device_letters.send_letter(device_id=device.pk, owner_id=jieun.pk, origin="http://testserver")
    device_letters.send_letter(device_id=device.pk + 1, owner_id=jieun.pk, origin="http://testserver")
    Device.objects.all().delete()
    work()
    assert not mail.outbox


@pytest.mark.parametrize("name", ["Mum\nBcc: all@example.com", "Mum\r\nX: y"])
def test_a_name_begins_no_header(mother_link, mother, name):
    mother.display_name = name
    mother.save()
    open_on_a_new_device(mother_link.token)
    work()
    [letter] = mail.outbox
    assert "\n" not in letter.subject and len(letter.recipients()) == 1


def test_the_message_holds_no_secret(mother_link):
    open_on_a_new_device(mother_link.token)
    [message] = Message.objects.filter(task="accounts.tell_of_device")
    device = Device.objects.get()
    assert message.arguments == {"device_id": device.pk, "origin": "http://testserver"}


def test_if_the_device_is_not_there_the_message_is_not(mother_link, monkeypatch):
    """One transaction: an opening that fails tells nobody."""
    monkeypatch.setattr("accounts.services.devices.name_device", lambda agent: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Client().post(f"/open/{mother_link.token}/")
    assert not Message.objects.filter(task__in=TASKS).exists()
