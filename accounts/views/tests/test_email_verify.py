import re

import pytest
from django.core import mail
from django.core.cache import cache

from accounts.models import User
from accounts.services.letters import may_write_to
from accounts.tasks import send_email_letter
from outbox.consuming import consume
from outbox.models import Message

ASK = "/accounts/email/"


@pytest.fixture(autouse=True)
def with_letters(settings):
    settings.LETTERS_ARE_SENT = True


def letter_of(client):
    assert client.post(ASK).url == "/accounts/settings/"
    for message in Message.objects.filter(task="accounts.send_email_letter", state="pending"):
        consume(send_email_letter, uid=message.uid, arguments=message.arguments)
    return re.search(r"http://testserver(/accounts/email/\S+)", mail.outbox[-1].body)[1]


def verified(user) -> bool:
    return bool(User.objects.get(pk=user.pk).email_verified_at)


def test_it_works(jieun_client, jieun, client):
    assert "not confirmed yet" in jieun_client.get("/accounts/settings/").content.decode()
    link = letter_of(jieun_client)
    assert mail.outbox[-1].to == [jieun.email] and not may_write_to(jieun)
    # What looks through letters opens links, too.
    assert client.get(link).status_code == 200 and not verified(jieun)
    assert client.post(link).url == "/" and verified(jieun)
    assert "not confirmed" not in jieun_client.get("/accounts/settings/").content.decode()
    assert may_write_to(User.objects.get(pk=jieun.pk))


def test_a_site_without_letters(jieun_client, jieun, settings):
    settings.LETTERS_ARE_SENT = False
    page = jieun_client.get("/accounts/settings/").content.decode()
    assert "does not send e-mail" in page and ASK not in page
    jieun.email_verified_at = jieun.created_at
    assert not may_write_to(jieun)


def test_another_e_mail_is_not_verified_by_it(jieun_client, jieun, client):
    link = letter_of(jieun_client)
    User.objects.filter(pk=jieun.pk).update(email="new@example.com")
    assert client.get(link).status_code == client.post(link).status_code == 404
    assert not verified(jieun)


def test_a_changed_e_mail_is_not_verified_any_more(jieun, admin_client):
    User.objects.filter(pk=jieun.pk).update(email_verified_at=jieun.created_at)
    jieun.refresh_from_db()
    jieun.email = "new@example.com"
    jieun.clean()
    assert jieun.email_verified_at is None


def test_few_letters(jieun_client, jieun):
    answers = []
    for _number in range(12):
        cache.clear()
        answers.append(jieun_client.post(ASK).status_code)
    assert answers == [302] * 10 + [429] * 2 and Message.objects.count() == 5


def test_refusals(client, mother_client, jieun_client):
    assert client.post(ASK).status_code == 302 and mother_client.post(ASK).status_code == 403
    assert jieun_client.get(ASK).status_code == 405
    assert jieun_client.put("/accounts/email/x/").status_code == 405
    assert jieun_client.get("/accounts/email/x/").status_code == 404
    assert not Message.objects.filter(task__contains="letter").exists()
