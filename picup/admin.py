"""The admin site, and the base of every model's admin: calm on tables of millions of rows."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# A page number beyond this helps nobody: search or filter instead.
COUNT_AT_MOST = 2000


class PicupAdminSite(admin.AdminSite):
    site_title = site_header = "Pic-up"
    index_title = _("Administration")

    def has_permission(self, request) -> bool:
        """Staff with a password. A personal link lies around on paper: it never opens the admin, whatever is
        ticked on its person."""
        return super().has_permission(request) and request.user.has_usable_password()


class NoCountPaginator(Paginator):
    """Counts to COUNT_AT_MOST and stops: an InnoDB COUNT(*) walks a whole index."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:COUNT_AT_MOST].count()  # type: ignore[attr-defined]


class CalmModelAdmin(admin.ModelAdmin):
    """No count of all rows, no menus with a million options, one query for a page and its links."""

    paginator = NoCountPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 50
    ordering = ("-pk",)
    save_on_top = True


def link_to(row, text: str = "") -> str:
    """A link to another row's page in the admin; only its text where it has no page; a dash for no row."""
    if row is None:
        return "–"
    try:
        url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return text or str(row)
    return format_html('<a href="{}">{}</a>', url, text or row)


def linked(field: str, description: "StrOrPromise" = ""):
    """A column that links to the row of foreign key `field`.

    list_display = ("name", linked("family"))
    """

    @admin.display(description=description or field.replace("_", " "), ordering=f"{field}_id")
    def column(row):
        return link_to(getattr(row, field))

    column.__name__ = f"link_to_{field}"
    return column


def rows_link(model, text: str, **filters) -> str:
    """A link to the rows of `model` that point here: `rows_link(User, "members", family__id__exact=1)`."""
    opts = model._meta
    query = urlencode(filters)
    return format_html(
        '<a href="{}?{}">{}</a>', reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"), query, text
    )
