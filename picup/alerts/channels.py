"""Where alerts go: channels with a `name` and a method `send(text)` that raises `SendFailed`.

apprise knows the services; grouping, quiet times and the second attempt are ours (`sending.py`).
"""

import logging
import re
import smtplib
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail

if TYPE_CHECKING:
    from apprise import Apprise

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 5
# The end of the line that apprise's plugins log for an unsuccessful answer.
STATUS = re.compile(r"error=(\d+)")
# Renames the fields of apprise's own JSON webhook: only the text stays, under Slack's name for it.
SLACK_PAYLOAD = {"message": "text", "version": "", "title": "", "attachments": "", "type": ""}


class SendFailed(Exception):
    """Sending failed and is tried again later. The text is safe to log."""


class Channel(Protocol):
    name: str

    def send(self, text: str) -> None: ...


class Webhook:
    """A Slack-compatible incoming webhook (https://…), or another service by apprise's address (tgram://…).

    The address is a password, so no log line and no error contains it.
    """

    name = "webhook"

    def __init__(self, url: str):
        self.url = url

    def send(self, text: str) -> None:
        """Send `text`. Raise `SendFailed` unless the service took it."""
        # Imported here because it would cost every command and web process 0.3 s of its start.
        from apprise import LogCapture

        service = make_service(self.url)
        with LogCapture(level=logging.WARNING) as told:
            if not service:
                raise SendFailed("ALERT_WEBHOOK_URL is of no kind that apprise knows")
            if service.notify(body=escape(text) if is_plain(self.url) else text):
                return
        status = STATUS.search(told.getvalue())
        raise SendFailed(f"the webhook answered {status[1]}" if status else "the webhook does not answer")


def is_plain(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def make_service(url: str) -> "Apprise":
    """Return an apprise service that sends to `url`. It is falsy if apprise does not understand the address."""
    # Imported here as in `Webhook.send`.
    from apprise import Apprise, AppriseAsset
    from apprise.plugins.custom_json import NotifyJSON

    # Do not follow redirects: only the server that was named may read an alert.
    asset = AppriseAsset(http_redirects=False, async_mode=False)
    service = Apprise(asset=asset)
    if not is_plain(url):
        service.add(url)
        return service
    address = urlsplit(url)
    service.add(
        # Not by a `jsons://` address: apprise would normalise its path.
        NotifyJSON(
            secure=address.scheme == "https",
            host=address.hostname,
            port=address.port,
            user=address.username,
            password=address.password,
            fullpath=address.path,
            params=parse_qs(address.query, keep_blank_values=True),
            payload=SLACK_PAYLOAD,
            rto=TIMEOUT_SECONDS,
            cto=TIMEOUT_SECONDS,
            asset=asset,
        )
    )
    return service


def escape(text: str) -> str:
    """Escape `text` by Slack's rule. The text of an error must not notify everybody with `<!channel>`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class NoWebhook:
    """Write alerts to the log, when there is no ALERT_WEBHOOK_URL: perhaps no administrator has an e-mail address."""

    name = "webhook"

    def send(self, text: str) -> None:
        logger.error(text)


class Mail:
    """Mail to all active administrators who have an address."""

    name = "mail"

    def send(self, text: str) -> None:
        """Send one mail to all of them, its first line as the subject. Raise `SendFailed`."""
        bosses = get_user_model().objects.filter(is_active=True, is_superuser=True)
        if addresses := [boss.email for boss in bosses.order_by("pk") if boss.email]:
            try:
                send_mail(text.splitlines()[0], text, None, addresses)
            except (smtplib.SMTPException, OSError) as error:
                raise SendFailed(f"the mail server: {type(error).__name__}: {error}") from None


def get_channels() -> list[Channel]:
    url = settings.ALERT_WEBHOOK_URL
    return [Webhook(url) if url else NoWebhook(), Mail()]
