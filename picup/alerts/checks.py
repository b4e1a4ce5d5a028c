from django.conf import settings
from django.core.checks import Error


def check_webhook(app_configs, **kwargs) -> list[Error]:
    """The address itself is never printed: whoever knows it can write to the channel."""
    if not settings.ALERT_WEBHOOK_URL or settings.ALERT_WEBHOOK_URL.startswith(("https://", "http://")):
        return []
    return [Error("ALERT_WEBHOOK_URL must begin with https:// or http://.", id="alerts.E001")]
