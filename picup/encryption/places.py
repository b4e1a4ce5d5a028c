"""Where a value stands: its table, its column, and its row, by a column that is known before the row is inserted.

A field does not see its row when a query reads it. So it selects the two together, `<value>/<row>`, wherever it is
selected: by rows, `values()`, annotations, joins. No encrypted value and no row's name has a slash.
"""

from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models

from picup.encryption.columns import FORMS, OF_COLUMN, OF_ROW, SEALED, Unreadable, seal, unseal_parts
from picup.encryption.keyring import field_keys
from picup.encryption.stages import Stage, site


def select_with_row(vendor: str, value: str, row: str) -> str:
    """Return the SQL of a value and its row as one text. `value` and `row` are the SQL of two columns."""
    named = f"COALESCE({row}, '')"
    return f"CONCAT({value}, '/', {named})" if vendor == "mysql" else f"({value} || '/' || {named})"


def split_row(selected: str) -> tuple[str, str]:
    """Return the value and the row of what was selected together. Raise `FieldError` for anything else."""
    value, slash, row = selected.rpartition("/")
    if not slash:
        raise FieldError(
            "An encrypted value was selected without its row: select the column itself, and in raw SQL "
            "picup.encryption.fields.columns_for_raw."
        )
    return value, row


def find_binding(field) -> models.Field | None:
    """Return the field that names the row. None for a model of an earlier migration, which has not got it yet."""
    try:
        return field.model._meta.get_field(field.bound_to)
    except FieldDoesNotExist:
        return None


def associated_data(place: str, row: str, form: str) -> str:
    """Return what is authenticated with a value. `place` is "table.column", which has no blank."""
    return f"{OF_ROW} {place} {row}" if form == OF_ROW else place


def form_to_write(row: str) -> str:
    """Return the form of new values. Only a row of an earlier release has no name."""
    return OF_ROW if row and site().stage >= Stage.BINDING else OF_COLUMN


def seal_at(text: str, place: str, row: str, form: str) -> str:
    return seal(text, associated_data(place, row, form), field_keys().newest, form)


def unseal_at(value: str, place: str, row: str) -> str:
    """Return the text of a value that stands at a place. Raise `Unreadable`.

    What does not look encrypted was written before there was encryption, and is returned as it is; but not once it is
    known that none is left: whoever can write to the database could plant words otherwise. Nor is a value that is not
    bound to its row, once none of them is left.
    """
    found = SEALED.fullmatch(value)
    if not found:
        if site().refuses_plain_text:
            raise Unreadable("It is not encrypted.")
        return value
    form = found[1]
    if form == OF_COLUMN and site().stage == Stage.BOUND:
        raise Unreadable("It is not bound to its row.")
    return unseal_parts(found, associated_data(place, row, form), field_keys())


def is_of_form(*forms: str) -> models.Q:
    """Return a condition for stored values, annotated as `raw` (reencrypting.py)."""
    condition = models.Q()
    for form in forms or FORMS:
        condition |= models.Q(raw__startswith=f"{form}:")
    return condition
