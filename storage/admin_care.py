"""What the admin pages of files and copies share."""

from collections.abc import Iterable

from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

import outbox
from picup.admin import CalmModelAdmin
from picup.encryption.keyring import FILES
from picup.encryption.models import KeyNote
from storage.models import StoredFile


class ReadOnly:
    """Rows that must agree with bytes in the storages: shown, never written by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Care(ReadOnly, CalmModelAdmin):
    """Two buttons: "verify now" and "heal now". Both ask by message; what came of it is there after a while."""

    actions = ("verify_them", "heal_them")

    def has_care_permission(self, request) -> bool:
        return request.user.has_perm("storage.change_storedfile")

    @admin.action(description=_("Verify now: read every copy and compare it"), permissions=["care"])
    def verify_them(self, request, rows):
        self.ask(request, "storage.verify_file", file_ids_of(rows))

    @admin.action(description=_("Heal now: make missing and damaged copies anew"), permissions=["care"])
    def heal_them(self, request, rows):
        self.ask(request, "storage.heal_file", file_ids_of(rows))

    def ask(self, request, task: str, file_ids: Iterable[int]) -> None:
        wanted = sorted(set(file_ids))
        with transaction.atomic():
            for file_id in wanted:
                outbox.publish(task, file_id=file_id)
        asked = ngettext(
            "Asked for %(count)d file. Load this page again in a moment.",
            "Asked for %(count)d files. Load this page again in a moment.",
            len(wanted),
        )
        self.message_user(request, asked % {"count": len(wanted)})


def file_ids_of(rows) -> Iterable[int]:
    return rows.values_list("pk" if rows.model is StoredFile else "file_id", flat=True)


class KeyFilter(admin.SimpleListFilter):
    """By the keys that were ever noted: asking the files themselves would walk through millions."""

    title, parameter_name = _("encryption key"), "key_id"

    def lookups(self, request, model_admin):
        notes = KeyNote.objects.filter(variable=FILES).order_by("pk")
        return [("plain", _("not encrypted")), *((note.key_id, note.key_id) for note in notes)]

    def queryset(self, request, queryset):
        value = self.value()
        return queryset.filter(key_id="" if value == "plain" else value) if value else queryset
