"""Alerts in the admin, and whether they were sent."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from picup.admin import ReadOnlyAdmin
from picup.alerts.models import Alert, Outlet


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    list_display = ("kind", "summary", "count", "created_at", "last_at", "webhook_sent_at", "mail_sent_at")
    list_filter = ("kind",)
    search_fields = ("=request_id", "~summary")
    search_help_text = _("A part of the summary, or a request id.")


@admin.register(Outlet)
class OutletAdmin(ReadOnlyAdmin):
    """Show each channel's last error: the reason why an alert did not arrive."""

    list_display = ("kind", "channel", "sent_at", "due_at", "failures", "error")
    list_filter = ("channel",)
    search_fields = ("=kind",)
