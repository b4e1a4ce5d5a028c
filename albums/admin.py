"""Albums and pictures in the admin. Its actions call the same services as the pages: rows leave through the trash."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from albums.models import (
    Album,
    Derivative,
    Double,
    Heart,
    Look,
    Motion,
    Picture,
    StagedUpload,
    TrashPurge,
    Visit,
)
from albums.services.recovery import request_derivatives
from albums.services.trash import restore_album, restore_pictures, trash_album, trash_pictures
from picup.admin import CalmModelAdmin, ReadOnlyAdmin, linked, rows_link
from storage.care.restoring import is_lost


class NeverDeletedByHand(CalmModelAdmin):
    """Let administrators edit rows, never add or delete them: their files would be left behind."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Save the changed columns only: people and workers change others of the same row meanwhile."""
        obj.save(update_fields=form.changed_data)


@admin.register(Album)
class AlbumAdmin(NeverDeletedByHand):
    list_display = (
        "title",
        "public_id",
        linked("family", _("family")),
        "picture_count",
        "pictures",
        "created_at",
        "trashed_at",
    )
    list_select_related = ("family",)
    list_filter = (("trashed_at", admin.EmptyFieldListFilter),)
    search_fields = ("=public_id", "=family__public_id", "=family__members__email")
    search_help_text = _("An album's or family's id, or a member's whole e-mail. Titles are encrypted.")
    fields = (
        "title",
        "description",
        "family",
        "public_id",
        "cover",
        "picture_count",
        "created_by",
        "created_at",
        "trashed_at",
        "delete_requested_at",
    )
    readonly_fields = (
        "family",
        "public_id",
        "cover",
        "picture_count",
        "created_by",
        "created_at",
        "trashed_at",
        "delete_requested_at",
    )
    actions = ["put_into_trash", "bring_back"]

    @admin.display(description=_("pictures"))
    def pictures(self, album):
        return rows_link(Picture, _("pictures"), album__id__exact=album.pk)

    @admin.action(description=_("Put into the trash"), permissions=["change"])
    def put_into_trash(self, request, albums):
        for album in albums:
            trash_album(album)

    @admin.action(description=_("Bring back from the trash"), permissions=["change"])
    def bring_back(self, request, albums):
        for album in albums:
            restore_album(album)


@admin.register(Picture)
class PictureAdmin(NeverDeletedByHand):
    list_display = (
        "__str__",
        "public_id",
        linked("album", _("album")),
        linked("file", _("stored file")),
        "state",
        "order_time",
        "trashed_at",
    )
    list_select_related = ("album", "file")
    list_filter = ("state", ("trashed_at", admin.EmptyFieldListFilter))
    search_fields = ("=public_id", "=album__public_id", "=file__key", "=file__sha256")
    search_help_text = _("A picture's, album's or file's id, or a SHA-256.")
    fields = (
        "caption", "album", "public_id", "file", "derivatives", "name", "sha256", "state",
        "width", "height", "taken_at", "order_time", "uploaded_by", "created_at", "trashed_at",
    )  # fmt: skip
    readonly_fields = (
        "album", "public_id", "file", "derivatives", "name", "sha256", "state", "width", "height",
        "taken_at", "order_time", "uploaded_by", "created_at", "trashed_at",
    )  # fmt: skip
    actions = ["put_into_trash", "bring_back", "make_derivatives_again"]

    @admin.display(description=_("derivatives"))
    def derivatives(self, picture):
        return rows_link(Derivative, _("derivatives"), picture__id__exact=picture.pk)

    @admin.action(description=_("Put into the trash"), permissions=["change"])
    def put_into_trash(self, request, pictures):
        trash_pictures(list(pictures))

    @admin.action(description=_("Bring back from the trash"), permissions=["change"])
    def bring_back(self, request, pictures):
        restore_pictures(list(pictures))

    @admin.action(description=_("Make the derivatives again"), permissions=["change"])
    def make_derivatives_again(self, request, pictures):
        """Ask for derivatives, and tell how many were asked for, are open already, or have no original left."""
        lost = [picture for picture in pictures if is_lost(picture.file)]
        asked = sum(request_derivatives(picture) for picture in pictures if picture not in lost)
        told = ngettext(
            "The derivatives of %(count)d picture are being made again.",
            "The derivatives of %(count)d pictures are being made again.",
            asked,
        ) % {"count": asked}
        self.message_user(request, told)
        if waiting := len(pictures) - len(lost) - asked:
            told = ngettext(
                "Those of %(count)d picture were on their way already.",
                "Those of %(count)d pictures were on their way already.",
                waiting,
            ) % {"count": waiting}
            self.message_user(request, told)
        for picture in lost:
            told = _("%(picture)s: no storage has the original. It comes back when the photo is added again.")
            self.message_user(request, told % {"picture": picture.public_id}, messages.WARNING)


@admin.register(Derivative)
class DerivativeAdmin(ReadOnlyAdmin):
    list_display = (
        "id",
        "variant",
        linked("picture", _("picture")),
        linked("file", _("stored file")),
        "width",
        "height",
    )
    list_select_related = ("picture", "file")
    search_fields = ("=picture__public_id", "=file__key")


@admin.register(Motion)
class MotionAdmin(ReadOnlyAdmin):
    """The films of Live Photos. Those inside the file of a photo have no row."""

    list_display = (
        "__str__",
        "public_id",
        linked("picture", _("picture")),
        linked("file", _("stored file")),
        "duration",
        "created_at",
    )
    list_select_related = ("picture", "file")
    search_fields = ("=public_id", "=picture__public_id", "=file__key", "=file__sha256")


@admin.register(Double)
class DoubleAdmin(ReadOnlyAdmin):
    """Two files of a family with the same picture. Who is asked about them, and decides, are its contributors."""

    list_display = (
        "public_id",
        linked("family", _("family")),
        linked("first", _("first file")),
        linked("second", _("second file")),
        "found_at",
        "kept_at",
    )
    list_select_related = ("family", "first", "second")
    search_fields = ("=public_id", "=family__public_id", "=first__key", "=second__key")


@admin.register(TrashPurge)
class TrashPurgeAdmin(ReadOnlyAdmin):
    """Purges of trashes. One that stays for hours waits for its message: see the outbox and the dead letters."""

    list_display = ("id", linked("family", _("family")), "until", "requested_at")
    list_select_related = ("family",)
    search_fields = ("=family__public_id",)


@admin.register(StagedUpload)
class StagedUploadAdmin(ReadOnlyAdmin):
    """Files that are on their way, and for a day those that have arrived. The log names them by these ids."""

    list_display = (
        "id",
        linked("person", _("person")),
        linked("album", _("album")),
        "offset",
        "length",
        "created_at",
        "expires_at",
    )
    list_select_related = ("person", "album")
    search_fields = ("=public_id", "=person__public_id", "=album__public_id")
    # A file's name and caption are the family's.
    exclude = ("metadata", "token")


@admin.register(Look)
class LookAdmin(ReadOnlyAdmin):
    """What each member has seen, or not yet."""

    list_display = ("id", linked("person", _("person")), linked("picture", _("picture")), "seen_at")
    list_select_related = ("person", "picture")
    search_fields = ("=picture__public_id", "=person__public_id")


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    list_display = ("id", linked("person", _("person")), linked("album", _("album")), "at")
    list_select_related = ("person", "album")
    search_fields = ("=album__public_id", "=person__public_id")


@admin.register(Heart)
class HeartAdmin(ReadOnlyAdmin):
    list_display = ("id", linked("person", _("person")), linked("picture", _("picture")), "created_at")
    list_select_related = ("person", "picture")
    search_fields = ("=picture__public_id", "=person__public_id")
