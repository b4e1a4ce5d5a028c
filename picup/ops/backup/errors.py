"""Errors of backup and restore. Each is one sentence for the operator."""


class CannotBackUp(Exception):
    """No backup was written."""


class CannotRestore(Exception):
    """Nothing was restored. The database is unchanged, unless the sentence says otherwise."""
