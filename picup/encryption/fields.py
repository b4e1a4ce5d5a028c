"""Columns of text that are encrypted in the database and plain in Python.

    caption = EncryptedCharField(max_length=500, blank=True)

An empty text stays empty, so that "without a caption" can be asked for; NULL stays NULL. They cannot be
searched, ordered by or unique (lookups.py). `update(caption=F("title"))` would copy what then opens nowhere: don't.
"""

import logging
from typing import Self

from django.core.checks import CheckMessage, Error
from django.core.validators import MaxLengthValidator
from django.db import models

from picup.encryption.columns import Unreadable, seal, unseal
from picup.encryption.keyring import field_keys
from picup.encryption.lookups import ALLOWED, refuse

logger = logging.getLogger(__name__)


class UnreadableText(str):
    """What a page shows of a value that does not open: nothing. Saving its row writes `raw` back as it was,
    so that the text comes back with its key."""

    raw: str

    def __new__(cls, raw: str) -> Self:
        text = super().__new__(cls)
        text.raw = raw
        return text

    def __reduce__(self):
        return type(self), (self.raw,)


class EncryptedField(models.Field):
    """What both kinds of columns share."""

    # Given by the class it is mixed with.
    model: type[models.Model]
    db_index: bool

    @property
    def associated_data(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_internal_type(self) -> str:
        """TEXT: the longest value is longer than MariaDB's rows may be as VARCHAR."""
        return "TextField"

    def from_db_value(self, value, expression, connection):
        if not value:
            return value
        try:
            return unseal(value, self.associated_data, field_keys())
        except Unreadable as error:
            # One damaged caption must not take the album's page away. `manage.py reencrypt` names the row.
            logger.error(
                "A value of %s cannot be read, and is shown as empty. %s", self.associated_data, error
            )
            return UnreadableText(value)

    def get_db_prep_save(self, value, connection):
        value = super().get_db_prep_save(value, connection)
        if isinstance(value, UnreadableText):
            return value.raw
        return (
            seal(value, self.associated_data, field_keys().newest)
            if value and isinstance(value, str)
            else value
        )

    def save_form_data(self, instance, data) -> None:
        """A form that showed an unreadable text as empty, and came back empty, has changed nothing."""
        if data or not isinstance(getattr(instance, self.name), UnreadableText):
            super().save_form_data(instance, data)

    def get_lookup(self, lookup_name):
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        return ALLOWED.get(lookup_name) or refuse(self, lookup_name)

    def check(self, **kwargs) -> list[CheckMessage]:
        return [*super().check(**kwargs), *self.check_order(), *self.check_index()]

    def check_order(self) -> list[CheckMessage]:
        """System check encryption.E002."""
        if not any(name in (self.name, f"-{self.name}") for name in self.model._meta.ordering or ()):
            return []
        problem = "The order of encrypted values means nothing: order by another column."
        return [Error(problem, obj=self, id="encryption.E002")]

    def check_index(self) -> list[CheckMessage]:
        """System check encryption.E003."""
        meta = self.model._meta
        together = [*meta.unique_together, *(index.fields for index in meta.indexes)]
        together += [getattr(constraint, "fields", ()) for constraint in meta.constraints]
        if not (self.unique or self.db_index or any(self.name in names for names in together)):
            return []
        return [
            Error("Encrypted values are never equal: no index, no unique.", obj=self, id="encryption.E003")
        ]


class EncryptedCharField(EncryptedField, models.CharField):
    """One line. `max_length` counts the characters of the plain text; forms and full_clean() keep to it."""


class EncryptedTextField(EncryptedField, models.TextField):
    """Lines. With a `max_length`, full_clean() keeps to it too, as Django's TextField does not."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))
