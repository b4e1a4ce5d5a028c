"""The admin site and the base classes of every model's admin, which stay quick on tables of millions of rows.

The list pages are in `keyset_list.py`. Knows Django's admin and no app's models. Start with `CalmModelAdmin`.
"""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import SESSION_KEY, get_permission_codename
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from picup.admin.keyset_list import KeysetChangeList, search

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PicupAdminSite(admin.AdminSite):
    site_title = site_header = "Pic-up"
    index_title = _("Administration")

    def login(self, request, extra_context=None):
        """Send who waits for a second step to the site's own page, which asks for it."""
        if request.user.is_anonymous and request.session.get(SESSION_KEY):
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        return super().login(request, extra_context)

    def get_urls(self):
        """Leave out `r/<kind>/<row>/`: it leads all staff to any row's page, whose address names the row's public id,
        whether they may see such rows or not."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    def password_change(self, request, extra_context=None):
        """Lead to the site's own page: Django's lets whoever finds an open browser guess the old password."""
        return redirect("password_change")

    def has_permission(self, request) -> bool:
        """Let staff in who have a password.

        A personal link lies around on paper, so it never opens the admin, even for a person marked as staff.
        """
        return super().has_permission(request) and request.user.has_usable_password()


class NamelessRow:
    """A row as the admin's log may name it: by its kind and public id.

    `str(row)` would write a name or a caption into the log, which are encrypted everywhere else.
    """

    def __init__(self, row):
        self._meta, self.pk, self.public_id = row._meta, row.pk, getattr(row, "public_id", row.pk)

    def __str__(self):
        return f"{self._meta.verbose_name} {self.public_id}"


# What Django's filters append to the name of their field.
FILTER_SUFFIXES = ("", "__exact", "__in", "__isnull", "__isempty", "__gte", "__gt", "__lte", "__lt")


class NamedLookups(admin.ModelAdmin):
    """The base of every admin. The address of a list filters by what `list_filter` names, and by nothing else.

    Django lets `?session_key__startswith=` through for each column of the row itself. Staff who may only look would
    read a key that no page shows, letter by letter. Rows of a foreign key may be asked for by its id: `rows_link` does.
    """

    # The pages are their families', and `PicupAdminSite` has no address that leads there.
    view_on_site = False

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        filters = [filter_name(each) for each in self.get_list_filter(request)]
        allowed = {name + suffix for name in filters for suffix in FILTER_SUFFIXES}
        if self.date_hierarchy:
            allowed |= {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")}
        for field in self.opts.fields:
            if isinstance(field, ForeignKey):
                allowed.add(f"{field.name}__{field.target_field.name}__exact")
        return lookup in allowed


def filter_name(item) -> str:
    """Return the field or the parameter of an item of `list_filter`."""
    if isinstance(item, (list, tuple)):
        return item[0]
    return getattr(item, "parameter_name", item)


class CalmModelAdmin(NamedLookups):
    """An admin whose list costs the same on ten million rows: no count, no large menus, two queries a page.

    Write `search_fields` as "=name" (a whole value) or "^name" (its beginning) of indexed columns, in the order in
    which they are looked up. Name in `list_filter` only what an index, or a small table, answers.
    """

    # The order of the list, the newest last: an index must have it.
    keyset: tuple[str, ...] = ("pk",)
    change_list_template = "admin/keyset_list.html"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # No arrows: another order would sort the whole table.
    sortable_by: tuple[str, ...] = ()
    list_per_page = 50
    ordering: tuple[str, ...] = ("-pk",)
    save_on_top = True

    def get_changelist(self, request, **kwargs):
        return KeysetChangeList

    def get_search_results(self, request, queryset, search_term):
        fields = self.get_search_fields(request)
        return (search(queryset, fields, search_term) if search_term.strip() else queryset), False

    def log_addition(self, request, obj, message):
        return super().log_addition(request, NamelessRow(obj), message)

    def log_change(self, request, obj, message):
        return super().log_change(request, NamelessRow(obj), message)

    def log_deletions(self, request, queryset):
        return super().log_deletions(request, [NamelessRow(row) for row in queryset])


class ReadOnly:
    """A mixin for admins and inlines of rows that the site writes itself: show them, refuse to change them."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, CalmModelAdmin):
    """An admin of read-only rows that may have actions and buttons.

    These pages refuse Django's permission "change", so actions name `permissions=["act"]`, which asks for "change" as
    it was granted to the person. Buttons ask for the same. A template shows them `{% if may_act %}`.
    """

    # Names of submit buttons on a row's page.
    buttons: tuple[str, ...] = ()

    def has_act_permission(self, request) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{get_permission_codename('change', self.opts)}")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show the row, or do what the pressed button says. Raise `PermissionDenied` for a person who may not act."""
        pressed = [name for name in self.buttons if name in request.POST]
        may_act = self.has_act_permission(request)
        if not pressed:
            context = {"may_act": may_act, **(extra_context or {})}
            return super().change_view(request, object_id, form_url, context)
        row = self.get_object(request, unquote(object_id))
        if row is None or not may_act:
            raise PermissionDenied
        self.press(request, pressed[0], row)
        return HttpResponseRedirect(request.path)

    def press(self, request, button: str, row) -> None:
        """Do what the pressed one of `buttons` says. Called only for a person who may act."""
        raise NotImplementedError


def link_to(row, text: str = "") -> str:
    """Return a link to a row's page in the admin; its text alone where it has no page; a dash for None."""
    if row is None:
        return "–"
    try:
        url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return text or str(row)
    return format_html('<a href="{}">{}</a>', url, text or row)


def linked(field: str, description: "StrOrPromise" = ""):
    """Return a column for `list_display` that links to the row of the foreign key `field`.

    list_display = ("name", linked("family"))
    """

    @admin.display(description=description or field.replace("_", " "), ordering=f"{field}_id")
    def column(row):
        return link_to(getattr(row, field))

    column.__name__ = f"link_to_{field}"
    return column


def rows_link(model, text: str, **filters) -> str:
    """Return a link to the list of `model`, filtered: `rows_link(User, "members", family__id__exact=1)`."""
    opts = model._meta
    query = urlencode(filters)
    return format_html(
        '<a href="{}?{}">{}</a>', reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"), query, text
    )
