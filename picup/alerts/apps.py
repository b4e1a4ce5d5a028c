from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "picup.alerts"
    label = "alerts"
    verbose_name = _("Alerts")

    def ready(self):
        # Registers the tick that sends.
        from picup.alerts import tasks  # noqa: F401
        from picup.alerts.checks import check_webhook

        checks.register(check_webhook)
