"""Django's SQLite backend, watched (`picup/db/wrappers.py`)."""
