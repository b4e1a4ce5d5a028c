"""Where alerts go. A channel has a `name` and `send(text)`, which raises `SendFailed`."""

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
# How apprise's plugins end the line about an answer that is no success.
STATUS = re.compile(r"error=(\d+)")
# Of the JSON that apprise's own kind of webhook sends, only the text stays, under Slack's name for it.
SLACK_PAYLOAD = {"message": "text", "version": "", "title": "", "attachments": "", "type": ""}


class SendFailed(Exception):
    """To be tried again later. Its text is safe to log."""


class Channel(Protocol):
    name: str

    def send(self, text: str) -> None: ...


class Webhook:
    """A Slack-compatible incoming webhook (https://…), or another service by apprise's address (tgram://…).

    Its address is a password, so it stands in no line or error.
    """

    name = "webhook"

    def __init__(self, url: str):
        self.url = url

    def send(self, text: str) -> None:
        # Imported late: it would cost every command and web process 0.3 s of their start.
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
    """Return what sends to `url`; it is false where apprise does not understand the address."""
    from apprise import Apprise, AppriseAsset
    from apprise.plugins.custom_json import NotifyJSON

    # Another server than the one that was named must not hear of it.
    asset = AppriseAsset(http_redirects=False, async_mode=False)
    service = Apprise(asset=asset)
    if not is_plain(url):
        service.add(url)
        return service
    address = urlsplit(url)
    service.add(
        # Not by an address of `jsons://`: apprise would tidy the path.
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
    """Slack's own rule. The text of an error must not call everybody with `<!channel>`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class NoWebhook:
    """No ALERT_WEBHOOK_URL: the log has the alert, also where no administrator has an e-mail address."""

    name = "webhook"

    def send(self, text: str) -> None:
        logger.error(text)


class Mail:
    """One message to the active administrators that have an address; none where nobody has."""

    name = "mail"

    def send(self, text: str) -> None:
        bosses = get_user_model().objects.filter(is_active=True, is_superuser=True)
        if addresses := [boss.email for boss in bosses.order_by("pk") if boss.email]:
            try:
                send_mail(text.splitlines()[0], text, None, addresses)
            except (smtplib.SMTPException, OSError) as error:
                raise SendFailed(f"the mail server: {type(error).__name__}: {error}") from None


def get_channels() -> list[Channel]:
    url = settings.ALERT_WEBHOOK_URL
    return [Webhook(url) if url else NoWebhook(), Mail()]
