"""Files, copies, usage and history in the admin: lists, and the buttons that verify and heal. Knows the rest of the
app; nothing knows it but Django's admin. Start with `files.py`."""

from storage.admin import files, history  # noqa: F401
