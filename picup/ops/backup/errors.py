class CannotBackUp(Exception):
    """In one sentence for the operator."""


class CannotRestore(Exception):
    """In one sentence for the operator. Nothing was changed, unless the sentence says so."""
