"""What may be asked of an encrypted column: whether it is empty. Anything else would silently find nothing,
because the same text is encrypted to another value each time."""

from django.core.exceptions import FieldError
from django.db.models.lookups import Exact, In


def refuse(field, lookup: str):
    raise FieldError(
        f"{field} is encrypted: it is compared with an empty text or NULL only, never by {lookup}. "
        "Look the row up by another column, or compare in Python."
    )


class ExactlyEmpty(Exact):
    def get_prep_lookup(self):
        if not is_empty(self.rhs):
            refuse(self.lhs.output_field, "exact")
        return super().get_prep_lookup()


class InEmpty(In):
    def get_prep_lookup(self):
        if not isinstance(self.rhs, list | tuple | set) or not all(is_empty(value) for value in self.rhs):
            refuse(self.lhs.output_field, "in")
        return super().get_prep_lookup()


def is_empty(value) -> bool:
    """NULL counts too: Django turns it into isnull afterwards."""
    return value is None or (isinstance(value, str) and not value)


ALLOWED = {"exact": ExactlyEmpty, "in": InEmpty}
