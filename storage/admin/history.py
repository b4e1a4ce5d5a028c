"""History in the admin: on the page of its file, and as a list where there is no MongoDB. Nothing can be changed."""

from django.conf import settings
from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from picup.admin import ReadOnlyAdmin
from storage import history
from storage.history.models import FileEvent
from storage.models import StoredFile


@admin.display(description=_("history"))
def file_history(file: StoredFile) -> str:
    """Return HTML: a table of the file's events, or a sentence while their store is away."""
    try:
        events, is_away = history.of(file.pk), False
    except history.HistoryUnavailable:
        events, is_away = [], True
    return render_to_string("admin/storage/_history.html", {"events": events, "is_away": is_away})


@admin.register(FileEvent)
class FileEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "step", "storage", "file_key", "actor", "request_id", "note")
    search_fields = ("=file_key", "=file_id")
    search_help_text = _("A file's whole key, or its row's id.")
    keyset = ("at", "pk")
    ordering = ("-at", "-pk")

    def has_module_permission(self, request):
        """Hide the list with MongoDB: the table is empty then, or has only events from before."""
        return not settings.MONGO_URL and super().has_module_permission(request)
