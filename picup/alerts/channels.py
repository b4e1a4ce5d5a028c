"""Where alerts go. A channel has a `name` and `send(text)`, which raises `SendFailed`."""

import http.client
import json
import logging
import smtplib
import urllib.error
import urllib.request
from typing import Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 5
HANDLERS = (
    urllib.request.ProxyHandler,
    urllib.request.HTTPHandler,
    urllib.request.HTTPSHandler,
    urllib.request.HTTPDefaultErrorHandler,
    urllib.request.HTTPErrorProcessor,
    urllib.request.UnknownHandler,
)


class SendFailed(Exception):
    """To be tried again later. Its text is safe to log."""


class Channel(Protocol):
    name: str

    def send(self, text: str) -> None: ...


class Webhook:
    """A Slack-compatible incoming webhook. Its address is a password, so it stands in no line or error."""

    name = "webhook"

    def __init__(self, url: str):
        self.url = url

    def send(self, text: str) -> None:
        body = json.dumps({"text": escape(text)}).encode()
        try:
            request = urllib.request.Request(  # noqa: S310 (no handler for any other scheme is there)
                self.url, body, {"Content-Type": "application/json"}
            )
            http_only().open(request, timeout=TIMEOUT_SECONDS).close()
        except urllib.error.HTTPError as error:
            error.close()
            raise SendFailed(f"the webhook answered {error.code}") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            # Their texts may hold the address, so only the kind of error goes on.
            reason = getattr(error, "reason", error)
            raise SendFailed(f"the webhook does not answer: {type(reason).__name__}") from None


def http_only() -> urllib.request.OpenerDirector:
    """urllib's own opener would also read files, speak FTP, and follow a redirection to another server."""
    opener = urllib.request.OpenerDirector()
    for handler in HANDLERS:
        opener.add_handler(handler())
    return opener


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
