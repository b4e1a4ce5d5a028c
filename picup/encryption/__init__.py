"""Encryption at rest: of files (segments.py) and of columns (fields.py), with keys that can be changed."""
