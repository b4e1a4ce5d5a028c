"""Lookups of an encrypted column: only whether it is empty.

Any other lookup would silently find nothing, because the same text is encrypted to another value each time.
"""

from django.core.exceptions import FieldError
from django.db.models.lookups import Exact, In


def refuse(field, lookup: str):
    """Raise `FieldError` for a lookup that cannot work."""
    raise FieldError(
        f"{field} is encrypted: it is compared with an empty text or NULL only, never by {lookup}. "
        "Look the row up by another column, or compare in Python."
    )


class ExactlyEmpty(Exact):
    """`caption=""` and `caption=None`."""

    def get_prep_lookup(self):
        if not is_empty(self.rhs):
            refuse(self.lhs.output_field, "exact")
        return super().get_prep_lookup()


class InEmpty(In):
    """`caption__in=["", None]`."""

    def get_prep_lookup(self):
        if not isinstance(self.rhs, list | tuple | set) or not all(is_empty(value) for value in self.rhs):
            refuse(self.lhs.output_field, "in")
        return super().get_prep_lookup()


def is_empty(value) -> bool:
    """Tell whether a value is empty. None is too: Django makes `isnull` of it afterwards."""
    return value is None or (isinstance(value, str) and not value)


ALLOWED = {"exact": ExactlyEmpty, "in": InEmpty}
