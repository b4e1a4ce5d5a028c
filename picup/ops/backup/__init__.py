"""Backup and restore of the database, encrypted.

Files are not in a backup, because they have a second copy already (storage/). Keys are not in it either, only their
ids. Start with `service.py`; `packing.py` and `sealing.py` make the file, `sqlite.py` and `mariadb.py` the dump.
"""
