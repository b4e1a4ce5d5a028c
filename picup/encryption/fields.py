"""Text fields that are encrypted in the database and plain in Python.

    caption = EncryptedCharField(max_length=500, blank=True)

An empty text stays empty, so that a query can ask for rows without a caption. NULL stays NULL. Encrypted fields cannot
be searched, ordered by or unique (lookups.py).

A value is bound to its row, which is named by the column `bound_to`: unique, known before the insert, never changed.
So only a row can be written: `save`, `create`, `bulk_create`. `update(caption="x")` and `bulk_update` are refused, and
an empty text is not. Never write `update(caption=F("title"))`: the copy would not open.
"""

import logging
from functools import cache
from typing import Self

from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import connection, models
from django.db.models.signals import pre_save

from picup.encryption.columns import Unreadable
from picup.encryption.lookups import ALLOWED, refuse
from picup.encryption.places import (
    find_binding,
    form_to_write,
    seal_at,
    select_with_row,
    split_row,
    unseal_at,
)

logger = logging.getLogger(__name__)


class UnreadableText(str):
    """The empty text that stands for a value that does not open.

    Saving its row writes `raw` back unchanged, so that the text comes back with its key.
    """

    raw: str

    def __new__(cls, raw: str) -> Self:
        text = super().__new__(cls)
        text.raw = raw
        return text

    def __reduce__(self):
        return type(self), (self.raw,)


class SealedText(str):
    """A value that is encrypted for its row, on its way into the database."""


class EncryptedField(models.Field):
    """What both encrypted fields share."""

    # Set by the class that it is mixed with.
    model: type[models.Model]
    db_index: bool
    # A change of it changes no column.
    non_db_attrs = (*models.Field.non_db_attrs, "bound_to")

    def __init__(self, *args, bound_to: str = "public_id", **kwargs):
        super().__init__(*args, **kwargs)
        self.bound_to = bound_to

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return (
            name,
            path,
            args,
            kwargs | ({"bound_to": self.bound_to} if self.bound_to != "public_id" else {}),
        )

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        pre_save.connect(self.seal_fixture, sender=cls)

    @property
    def associated_data(self) -> str:
        """Return "table.column", which every value is bound to. A renamed table or column would make values unreadable:
        keep the old names with `db_table` and `db_column`.
        """
        return f"{self.model._meta.db_table}.{self.column}"

    def get_internal_type(self) -> str:
        """Return TextField: as VARCHAR the longest value would exceed MariaDB's size of a row."""
        return "TextField"

    def select_format(self, compiler, sql, params):
        """Return the SQL that selects the value together with its row. Anything but the column itself stays."""
        table, _, column = sql.rpartition(".")
        binding = find_binding(self)
        if "(" in table or column != compiler.connection.ops.quote_name(self.column):
            return sql, params
        row = f"{table}.{compiler.connection.ops.quote_name(binding.column)}" if binding else "NULL"
        return select_with_row(compiler.connection.vendor, sql, row), params

    def from_db_value(self, value, expression, connection):
        """Return the decrypted text, or an `UnreadableText`."""
        if not value:
            return value
        value, row = split_row(value)
        if not value:
            return value
        try:
            return unseal_at(value, self.associated_data, row)
        except Unreadable as error:
            # One damaged caption must not break the album's page.
            logger.error(
                "A value of %s cannot be read in row %s, and is shown as empty. %s",
                self.associated_data,
                row or "-",
                error,
            )
            return UnreadableText(value)

    def row_of(self, instance: models.Model) -> str:
        """Return the name of the row of `instance`. Blank for one of an earlier release."""
        binding = find_binding(self)
        value = getattr(instance, binding.attname) if binding else None
        return "" if value is None else str(value)

    def pre_save(self, model_instance, add):
        """Return the value encrypted for its row."""
        value = super().pre_save(model_instance, add)
        if not value or not isinstance(value, str) or isinstance(value, UnreadableText | SealedText):
            return value
        row = self.row_of(model_instance)
        return SealedText(seal_at(value, self.associated_data, row, form_to_write(row)))

    def seal_fixture(self, instance, raw, **signal) -> None:
        """Encrypt the value of a row of `loaddata`, for which Django does not call `pre_save`."""
        if raw:
            setattr(instance, self.attname, self.pre_save(instance, add=False))

    def get_db_prep_save(self, value, connection):
        """Return the value that `pre_save` encrypted. Raise `FieldError` for text whose row is not known."""
        value = super().get_db_prep_save(value, connection)
        if isinstance(value, UnreadableText):
            return value.raw
        if value and isinstance(value, str) and not isinstance(value, SealedText):
            raise FieldError(
                f"{self} is bound to its row: save the row. update() and bulk_update() do not know it."
            )
        return str(value) if isinstance(value, SealedText) else value

    def save_form_data(self, instance, data) -> None:
        """Set the value, unless an unreadable text was shown as empty and came back empty."""
        if data or not isinstance(getattr(instance, self.name), UnreadableText):
            super().save_form_data(instance, data)

    def get_lookup(self, lookup_name):
        """Return the lookups for "is empty". Raise `FieldError` for any other."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        return ALLOWED.get(lookup_name) or refuse(self, lookup_name)

    def check(self, **kwargs) -> list[CheckMessage]:
        return [*super().check(**kwargs), *self.check_order(), *self.check_index(), *self.check_binding()]

    def check_order(self) -> list[CheckMessage]:
        """Check encryption.E002: the model's order does not use this field."""
        if not any(name in (self.name, f"-{self.name}") for name in self.model._meta.ordering or ()):
            return []
        problem = "The order of encrypted values means nothing: order by another column."
        return [Error(problem, obj=self, id="encryption.E002")]

    def check_index(self) -> list[CheckMessage]:
        """Check encryption.E003: no index and no constraint uses this field."""
        meta = self.model._meta
        together = [*meta.unique_together, *(index.fields for index in meta.indexes)]
        together += [getattr(constraint, "fields", ()) for constraint in meta.constraints]
        if not (self.unique or self.db_index or any(self.name in names for names in together)):
            return []
        return [
            Error("Encrypted values are never equal: no index, no unique.", obj=self, id="encryption.E003")
        ]

    def check_binding(self) -> list[CheckMessage]:
        """Check encryption.E004: the column that names the row is of the same table, and unique."""
        binding = find_binding(self)
        if binding is not None and binding.model is self.model and binding.unique:
            return []
        return [
            Error("`bound_to` must be a unique column of the same table.", obj=self, id="encryption.E004")
        ]


class EncryptedCharField(EncryptedField, models.CharField):
    """One line of text. `max_length` counts characters of the plain text; forms and full_clean() enforce it."""


class EncryptedTextField(EncryptedField, models.TextField):
    """Lines of text. Unlike in Django's TextField, full_clean() enforces `max_length` too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))


@cache
def columns_for_raw(model: type[models.Model], *names: str) -> str:
    """Return the columns of a `raw()` query, by default all of the model's, with encrypted ones as they are read."""
    fields = [field for field in model._meta.concrete_fields if not names or field.name in names]
    return ", ".join(column_for_raw(field) for field in fields)


def column_for_raw(field: models.Field) -> str:
    column = connection.ops.quote_name(str(field.column))
    binding = find_binding(field) if isinstance(field, EncryptedField) else None
    if binding is None:
        return column
    row = connection.ops.quote_name(str(binding.column))
    return f"{select_with_row(connection.vendor, column, row)} AS {column}"
