from django.core import mail
from django.db import transaction
from django.test import Client

from accounts.models import Leaving
from albums.leaving.report import publish_report
from albums.tests.helpers import NOON, deliver


def test_it_works(client, db):
    leaving = Leaving.objects.create(due_at=NOON, begun_at=NOON, finished_at=NOON, report={"photos": 1234})
    page = client.get(f"/family/left/{leaving.public_id}/")
    assert "1,234" in page.content.decode() and "30 more days" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_the_report_is_sent_once_and_the_address_forgotten(db):
    leaving = Leaving.objects.create(
        due_at=NOON,
        begun_at=NOON,
        finished_at=NOON,
        report={"photos": 3},
        email="minsu@example.com",
        language="en",
    )
    with transaction.atomic():
        publish_report(leaving)
    deliver()
    deliver()
    [letter] = mail.outbox
    assert letter.to == ["minsu@example.com"] and "- photos: 3" in letter.body
    assert Leaving.objects.get().email == ""


def test_without_mail_no_letter_is_printed(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    leaving = Leaving.objects.create(due_at=NOON, begun_at=NOON, finished_at=NOON, email="minsu@example.com")
    with transaction.atomic():
        publish_report(leaving)
    assert Leaving.objects.get().email == ""


def test_refusals(db):
    waiting = Leaving.objects.create(due_at=NOON)
    assert Client().get(f"/family/left/{waiting.public_id}/").status_code == 404
    assert Client().get("/family/left/00000000000000000000/").status_code == 404
    assert Client().post(f"/family/left/{waiting.public_id}/").status_code == 405
