"""Django's MySQL backend, watched (`picup/db/wrappers.py`)."""
