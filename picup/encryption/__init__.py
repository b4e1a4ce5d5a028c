"""Encryption at rest of files and of columns, with keys that can be changed.

It knows keys, bytes and texts, and no app. Start with `segments.py` for files, `fields.py` and `columns.py` for
columns, `keyring.py` for keys.
"""
