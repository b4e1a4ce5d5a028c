from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "picup.alerts"
    label = "alerts"
    verbose_name = _("Alerts")

    def ready(self):
        """Register the tick that sends, and the system check."""
        # Imported here because models are not ready when this module is imported.
        from picup.alerts import tasks  # noqa: F401
        from picup.alerts.checks import check_webhook

        checks.register(check_webhook)
