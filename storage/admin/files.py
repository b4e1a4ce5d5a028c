"""Files, their copies, restored backups and families' usage in the admin."""

from django.contrib import admin
from django.db.models import PROTECT
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from picup.admin import CalmModelAdmin, ReadOnly, ReadOnlyAdmin, link_to, linked
from storage.admin.care import CareAdmin, KeyFilter
from storage.admin.history import file_history
from storage.models import ErasedFile, FileCopy, Restoration, StoredFile, Usage


class FileCopyInline(ReadOnly, admin.TabularInline):
    model = FileCopy
    extra = 0
    fields = ("storage", "size", "sha256", "stored_at", "verified_at", "damage", "damaged_at")
    readonly_fields = fields


@admin.register(StoredFile)
class StoredFileAdmin(CareAdmin):
    list_display = ("key", "kind", "state", "size", linked("family", _("family")), "copies_in", "created_at")
    # No filter for damage: the list of copies has one, with an index.
    list_filter = ("state", KeyFilter)
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
        "key_id",
        "created_at",
        "delete_requested_at",
        "needed_by",
        "history",
    )
    readonly_fields = ("needed_by", "history")
    inlines = [FileCopyInline]
    history = staticmethod(file_history)
    change_form_template = "admin/storage/storedfile/change_form.html"
    buttons = ("_storage.verify_file", "_storage.heal_file")

    def press(self, request, button: str, row: StoredFile) -> None:
        self.ask(request, button.removeprefix("_"), [row.pk])

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("copies")

    @admin.display(description=_("copies in"))
    def copies_in(self, file):
        return ", ".join(sorted(map(describe, file.copies.all()))) or "–"

    @admin.display(description=_("needed by"))
    def needed_by(self, file):
        """Link to the pictures or derivatives that the file is for, whichever app they are from: what protects it."""
        needing = [each for each in StoredFile._meta.related_objects if each.on_delete is PROTECT]
        rows = [row for each in needing for row in getattr(file, each.get_accessor_name()).order_by("pk")]
        return format_html_join(", ", "{}", ((link_to(row),) for row in rows)) or "–"


def describe(copy: FileCopy) -> str:
    """Return the name of the copy's storage, and its damage if it has any."""
    return f"{copy.storage} ({copy.get_damage_display()})" if copy.damage else copy.storage


@admin.register(FileCopy)
class FileCopyAdmin(CareAdmin):
    list_display = (
        "id",
        linked("file", _("stored file")),
        "storage",
        "size",
        "stored_at",
        "verified_at",
        "damage",
        "damaged_at",
    )
    list_filter = ("damage",)
    list_select_related = ("file",)
    search_fields = ("=file__key", "=file__sha256")
    search_help_text = _("A whole key or a SHA-256.")


@admin.register(Restoration)
class RestorationAdmin(ReadOnlyAdmin):
    list_display = ("id", "made_at", "restored_at")
    search_fields = ("=id",)


@admin.register(ErasedFile)
class ErasedFileAdmin(ReadOnlyAdmin):
    """Files that are being erased for somebody who left, and for some days the keys of those that were."""

    list_display = ("key", "leaving_id", "erased_at")
    search_fields = ("=key",)


@admin.register(Usage)
class UsageAdmin(CalmModelAdmin):
    """Families' usage. The administrator may change the limit and nothing else: used bytes are counted."""

    ordering = ("-family_id",)
    list_display = ("family_id", linked("family", _("family")), "used_bytes", "limit_bytes")
    list_select_related = ("family",)
    search_fields = ("=family__public_id", "=family__members__email")
    search_help_text = _("A family's id, or a member's whole e-mail.")
    fields = ("family", "used_bytes", "limit_bytes")
    readonly_fields = ("family", "used_bytes")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
