from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from picup.admin import CalmModelAdmin, link_to, linked
from storage.models import FileCopy, StoredFile, Usage


class ReadOnly:
    """Rows that must agree with bytes in the storages: shown, never written by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class FileCopyInline(ReadOnly, admin.TabularInline):
    model = FileCopy
    extra = 0


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnly, CalmModelAdmin):
    list_display = ("key", "kind", "state", "size", linked("family", _("family")), "copies_in", "created_at")
    list_filter = ("state", "kind")
    list_select_related = ("family",)
    search_fields = ("=key", "=sha256", "=family__public_id")
    search_help_text = _("A whole key, a SHA-256, or a family's id.")
    fields = (
        "key",
        "family",
        "kind",
        "state",
        "content_type",
        "size",
        "sha256",
        "created_at",
        "delete_requested_at",
        "needed_by",
    )
    readonly_fields = ("needed_by",)
    inlines = [FileCopyInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("copies")

    @admin.display(description=_("copies in"))
    def copies_in(self, file):
        return ", ".join(sorted(copy.storage for copy in file.copies.all())) or "–"

    @admin.display(description=_("needed by"))
    def needed_by(self, file):
        """The picture or derivative that this file is for, whichever app it is from."""
        for relation in StoredFile._meta.related_objects:
            if relation.one_to_one:
                row = relation.related_model.objects.filter(**{relation.field.name: file}).first()
                if row:
                    return link_to(row)
        return "–"


@admin.register(FileCopy)
class FileCopyAdmin(ReadOnly, CalmModelAdmin):
    list_display = ("id", linked("file", _("stored file")), "storage", "size", "stored_at")
    list_filter = ("storage",)
    list_select_related = ("file",)
    search_fields = ("=file__key", "=sha256")
    search_help_text = _("A whole key or a SHA-256.")


@admin.register(Usage)
class UsageAdmin(CalmModelAdmin):
    """The administrator sets a family's limit here; what it uses is counted, not typed."""

    ordering = ("-family_id",)
    list_display = ("family_id", linked("family", _("family")), "used_bytes", "limit_bytes")
    list_select_related = ("family",)
    search_fields = ("family__name", "=family__public_id")
    fields = ("family", "used_bytes", "limit_bytes")
    readonly_fields = ("family", "used_bytes")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
