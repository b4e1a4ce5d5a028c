"""Django's MySQL backend, with our wrapper (`picup/db/wrappers.py`)."""
