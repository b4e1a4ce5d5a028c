"""Files, copies and their history in the admin: looking, and the buttons that verify and heal."""

from storage.admin import files, history  # noqa: F401
