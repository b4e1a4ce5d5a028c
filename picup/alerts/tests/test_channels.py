"""Every way in which a channel fails, on a real listener."""

import logging
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.checks import run_checks

from picup.alerts import channels, raise_alert
from picup.alerts.models import Alert, Outlet
from picup.alerts.tasks import send_alerts
from picup.alerts.tests.conftest import wait_over
from picup.ops.logs import make_formatter
from tests.support.listener import Listener


@pytest.fixture(autouse=True)
def lines(boss, caplog):
    """Every line of the test, which must hold no secret."""
    caplog.set_level(logging.DEBUG)

    def lines():
        return [make_formatter("json").format(record) for record in caplog.records]

    yield lines
    assert not [line for line in lines() if "the-secret-of-the-channel" in line]
    assert not Outlet.objects.filter(error__contains="the-secret-of-the-channel").exists()


def assert_only_mail_went(listener, lines, reason: str):
    raise_alert("dead letters", "a task")
    assert send_alerts() == 1
    wait_over()
    assert send_alerts() == 0
    assert listener.bodies == [] and len(mail.outbox) == 1
    outlet = Outlet.objects.get(channel="webhook")
    assert outlet.failures == 2 and reason in outlet.error
    assert [line for line in lines() if f"outlet {outlet.pk}" in line and reason in line]


def test_it_works(listener):
    raise_alert("dead letters", "a task")
    assert send_alerts() == 2
    assert len(listener.bodies) == len(mail.outbox) == 1


@pytest.mark.parametrize("ending", ["", "/", "//twice/%2F%20?a=1&a=%26&b=", ":443/x"])
def test_any_address_gets_the_text_and_nothing_else(listener, settings, ending):
    settings.ALERT_WEBHOOK_URL = listener.url + ending
    raise_alert("dead letters", "a task")
    send_alerts()
    assert listener.bodies == [{"text": "Pic-up: dead letters: 1\n1 × a task\n/admin/alerts/alert/"}]
    assert listener.paths == [urlsplit(settings.ALERT_WEBHOOK_URL)._replace(scheme="", netloc="").geturl()]


def test_a_name_and_a_password_in_the_address(listener, settings):
    settings.ALERT_WEBHOOK_URL = listener.url.replace("//", "//boss:the-secret-of-the-channel%40@")
    raise_alert("dead letters", "a task")
    assert send_alerts() == 2


def test_a_service_by_its_address_of_apprise(listener, settings):
    """Such as Telegram's, Slack's own or, without the internet, apprise's general one."""
    settings.ALERT_WEBHOOK_URL = listener.url.replace("http://", "json://")
    raise_alert("dead letters", "<a task>")
    assert send_alerts() == 2
    assert listener.bodies[0]["message"].startswith("Pic-up: dead letters: 1\n1 × <a task>")


@pytest.mark.parametrize("status", [500, 404, 429])
def test_the_webhook_refuses(listener, lines, status):
    listener.status = status
    assert_only_mail_went(listener, lines, f"answered {status}")
    listener.status = 200
    wait_over()
    assert send_alerts() == 1
    assert len(listener.bodies) == len(mail.outbox) == 1
    assert Outlet.objects.get(channel="webhook").failures == 0


def test_the_webhook_hangs(listener, lines, monkeypatch):
    monkeypatch.setattr(channels, "TIMEOUT_SECONDS", 0.3)
    listener.hang()
    assert_only_mail_went(listener, lines, "does not answer")


def test_nobody_listens(listener, lines):
    listener.stop()
    assert_only_mail_went(listener, lines, "does not answer")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "/only-a-path"])
def test_an_address_of_another_kind(listener, lines, settings, address):
    settings.ALERT_WEBHOOK_URL = f"{address}/the-secret-of-the-channel"
    assert_only_mail_went(listener, lines, "of no kind that apprise knows")


def test_a_redirection_is_not_followed(listener, lines):
    with Listener() as other:
        listener.status, listener.headers = 302, {"Location": other.url}
        assert_only_mail_went(listener, lines, "answered 302")
        assert other.requests == 0


def test_a_hostile_summary_calls_nobody(listener):
    raise_alert("dead letters", "<!channel> & <https://example.com|click>")
    send_alerts()
    assert "&lt;!channel&gt; &amp; &lt;https://example.com|click&gt;" in listener.texts[0]
    assert "<!channel> & <https" in mail.outbox[0].body


def test_the_mail_server_is_down(listener, settings, lines):
    from tests.support.site import free_port

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    raise_alert("dead letters", "a task")
    assert send_alerts() == 1
    wait_over()
    assert send_alerts() == 0 and len(listener.bodies) == 1
    outlet = Outlet.objects.get(channel="mail")
    assert outlet.failures == 2 and "ConnectionRefusedError" in outlet.error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    wait_over()
    assert send_alerts() == 1 and len(listener.bodies) == len(mail.outbox) == 1


def test_a_failure_is_tried_again_later_each_time(listener):
    listener.status = 500
    raise_alert("dead letters", "a task")
    send_alerts()
    send_alerts()
    assert listener.requests == 1, "it did not wait"


def test_without_any_channel_it_is_a_line_in_the_log(boss, lines, caplog):
    boss.delete()
    raise_alert("dead letters", "a task")
    send_alerts()
    (record,) = [record for record in caplog.records if record.name == "picup.alerts.channels"]
    assert record.levelname == "ERROR" and "Pic-up: dead letters: 1\n1 × a task" in record.getMessage()
    assert mail.outbox == []
    assert not Alert.objects.filter(webhook_sent_at=None).exists()
    assert not Alert.objects.filter(mail_sent_at=None).exists()


def test_only_administrators_with_an_address(boss, minsu):
    from accounts.models import User

    User.objects.create_superuser("gone@example.com", display_name="Gone", is_active=False)
    User.objects.create_superuser(None, display_name="Silent")
    raise_alert("dead letters", "a task")
    send_alerts()
    assert [message.to for message in mail.outbox] == [["boss@example.com"]]


def test_the_check(settings):
    settings.ALERT_WEBHOOK_URL = "hooks.example.com/the-secret-of-the-channel"
    (error,) = [error for error in run_checks() if error.id == "alerts.E001"]
    assert "secret" not in str(error)
    addresses = ["", "https://hooks.example.com/x", "http://127.0.0.1:8065/x"]
    addresses += [
        "tgram://123456789:abcdefg_hijklmnop/12315544/",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
    ]
    for address in addresses:
        settings.ALERT_WEBHOOK_URL = address
        assert "alerts.E001" not in [error.id for error in run_checks()]
