"""The admin's change list by keyset: it costs the same on ten million rows as on ten.

A page begins after a row (`?p=b123`: rows older than row 123), never at an offset. Nothing is counted. There is one
order, the newest first. A search looks a whole value up in an index.

Django's own ChangeList counts all rows and skips an offset for each page, so it stays replaced here. The condition is
`picup/core/pagination.py`'s, which the albums' pages use too.
"""

from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from picup.core.pagination import keyset_condition, keyset_order

# Rows of another table that a search may lead through: a family has so many members, a file one picture.
THROUGH_AT_MOST = 100
OLDER, NEWER = "b", "a"


class KeysetChangeList(ChangeList):
    """Pages in the order of `model_admin.keyset`: names of fields, all ascending, the last one unique."""

    older_url = newer_url = ""
    model_admin: Any  # a picup.admin.CalmModelAdmin

    def get_ordering(self, request, queryset):
        """Return the one order that an index has. Ignore `o` in the address."""
        return keyset_order(self.model_admin.keyset, greater=False)

    def get_results(self, request):
        """Set `result_list` to the page that `p` in the address names, and the addresses of its neighbours."""
        way, key = request.GET.get(PAGE_VAR, "")[:1], request.GET.get(PAGE_VAR, "")[1:]
        position = read_position(self.model, self.model_admin.keyset, key) if way in (OLDER, NEWER) else None
        keys, size = [], self.list_per_page
        if position and way == NEWER:
            keys = self.read_keys(position, newer=True)
        if len(keys) > size:  # Fewer than a page: that is the first one, whole.
            keys, older, newer = keys[:size][::-1], True, True
        else:
            position = position if way == OLDER else None
            keys = self.read_keys(position, newer=False)
            keys, older, newer = keys[:size], len(keys) > size, position is not None
        # In two steps, so that no join tempts the database to begin with another table and sort.
        rows = self.queryset.in_bulk(keys)
        self.result_list = [rows[key] for key in keys if key in rows]
        if older and keys:
            self.older_url = self.page_url(OLDER, keys[-1])
        if newer and keys:
            self.newer_url = self.page_url(NEWER, keys[0])
        self.result_count = len(self.result_list)
        self.full_result_count = self.paginator = None
        self.show_full_result_count = self.can_show_all = self.multi_page = False
        self.show_admin_actions = True

    def read_keys(self, position: list | None, *, newer: bool) -> list:
        """Return the primary keys of a page and of one row more, the nearest to `position` first."""
        keyset = self.model_admin.keyset
        found = self.queryset.order_by(*keyset_order(keyset, greater=newer))
        if position:
            found = found.filter(keyset_condition(keyset, position, greater=newer))
        return list(found.values_list("pk", flat=True)[: self.list_per_page + 1])

    def page_url(self, way: str, key) -> str:
        return self.get_query_string({PAGE_VAR: f"{way}{key}"})


def read_position(model: type[Model], keyset: tuple[str, ...], key: str) -> list | None:
    """Return the values of the fields `keyset` in the row with the primary key `key`.

    Return None, which means the first page, for what is no key and for a row that is gone.
    """
    try:
        value = model._meta.pk.to_python(key)
    except ValidationError:
        return None
    if keyset == ("pk",):
        return [value]
    row = model._default_manager.filter(pk=value).values_list(*keyset).first()
    return list(row) if row else None


def search(queryset: QuerySet, fields: tuple[str, ...], text: str) -> QuerySet:
    """Return the rows that match the first of `fields` that any row matches.

    Each field costs one look-up in one index. All fields in one condition, over several tables, would read the whole
    table. A field is "=sha256", "=album__public_id" (first the album, then its rows), "^email" for a beginning, or, in
    small tables only, "~summary" for a part.
    """
    text = text.strip()
    for name in fields:
        condition = field_condition(queryset.model, name, text)
        if condition is not None and queryset.model._default_manager.filter(condition).exists():
            return queryset.filter(condition)
    return queryset.none()


def field_condition(model: type[Model], name: str, text: str) -> Q | None:
    """Return the condition of one search field on the model's own columns, or None if no row can match."""
    lookup = {"=": "exact", "^": "istartswith", "~": "icontains"}[name[0]]
    here, _, there = name[1:].partition("__")
    field: Any = model._meta.get_field(here)
    if not there:
        try:
            return Q(**{f"{here}__{lookup}": field.to_python(text)})
        except ValidationError:  # "abc" is no number, and no row has it.
            return None
    found = field_condition(field.related_model, name[0] + there, text)
    if found is None:
        return None
    rows = field.related_model._default_manager.filter(found).order_by()
    # For a reverse relation (a family's members) the other table has the column.
    column = field.field.attname if field.auto_created and not field.concrete else "pk"
    keys = list(rows.values_list(column, flat=True)[:THROUGH_AT_MOST])
    return Q(**{"pk__in" if column != "pk" else f"{here}__in": keys}) if keys else None
