"""System check alerts.E001: ALERT_WEBHOOK_URL is understood."""

from django.conf import settings
from django.core.checks import Error

from picup.alerts.channels import is_plain, make_service


def check_webhook(app_configs, **kwargs) -> list[Error]:
    """Check ALERT_WEBHOOK_URL. Never print it: everybody who knows it can write to the channel."""
    url = settings.ALERT_WEBHOOK_URL
    if not url or is_plain(url) or make_service(url):
        return []
    return [
        Error(
            "ALERT_WEBHOOK_URL must begin with https:// or http://, or be an address that apprise knows.",
            id="alerts.E001",
        )
    ]
