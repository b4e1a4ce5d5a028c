"""What the admin pages of files and copies share: two actions and a filter.

The rows must agree with the bytes in the storages, so nobody edits them by hand.
"""

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
    """Two actions, "verify now" and "heal now". Both publish a message for each file; results show after a while."""

    actions = ("verify_them", "heal_them")

    def has_act_permission(self, request) -> bool:
        """Ask for the permission to change files, for copies too: verifying and healing concern whole files."""
        return request.user.has_perm("storage.change_storedfile")

    @admin.action(description=_("Verify now: read every copy and compare it"), permissions=["act"])
    def verify_them(self, request, rows):
        self.ask(request, "storage.verify_file", file_ids_of(rows))

    @admin.action(description=_("Heal now: make missing and damaged copies anew"), permissions=["act"])
    def heal_them(self, request, rows):
        self.ask(request, "storage.heal_file", file_ids_of(rows))

    def ask(self, request, task: str, file_ids: Iterable[int]) -> None:
        """Publish a message of `task` for each file, and show the administrator how many."""
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
    """Return the ids of the files of `rows`, a queryset of files or of copies."""
    return rows.values_list("pk" if rows.model is StoredFile else "file_id", flat=True)


class KeyFilter(admin.SimpleListFilter):
    """Filter by encryption key. Offer the keys in the table of key notes: a DISTINCT would read millions of files."""

    title, parameter_name = _("encryption key"), "key_id"

    def lookups(self, request, model_admin):
        notes = KeyNote.objects.filter(variable=FILES).order_by("pk")
        return [("plain", _("not encrypted")), *((note.key_id, note.key_id) for note in notes)]

    def queryset(self, request, queryset):
        value = self.value()
        return queryset.filter(key_id="" if value == "plain" else value) if value else queryset
