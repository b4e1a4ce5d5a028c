"""Django's SQLite backend, with our wrapper (`picup/db/wrappers.py`)."""
