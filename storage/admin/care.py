"""What the admin pages of files and copies share. Their rows must agree with bytes in the storages: nobody writes them
by hand."""

from collections.abc import Iterable

from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

import outbox
from picup.admin import ReadOnlyAdmin
from picup.encryption.keyring import FILES
from picup.encryption.models import KeyNote
from storage.models import StoredFile


class CareAdmin(ReadOnlyAdmin):
    """Two actions: "verify now" and "heal now". Both ask by message; what came of it is there after a while."""

    actions = ("verify_them", "heal_them")

    def has_act_permission(self, request) -> bool:
        """Copies are cared for with their file."""
        return request.user.has_perm("storage.change_storedfile")

    @admin.action(description=_("Verify now: read every copy and compare it"), permissions=["act"])
    def verify_them(self, request, rows):
        self.ask(request, "storage.verify_file", file_ids_of(rows))

    @admin.action(description=_("Heal now: make missing and damaged copies anew"), permissions=["act"])
    def heal_them(self, request, rows):
        self.ask(request, "storage.heal_file", file_ids_of(rows))

    def ask(self, request, task: str, file_ids: Iterable[int]) -> None:
        """Publish a message of `task` for each file, and tell the administrator how many."""
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
    """Return the files' ids of a queryset of files or of copies."""
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
