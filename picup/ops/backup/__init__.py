"""Backup and restore of the database, encrypted. The files have their second copy already (storage/), and the keys
are in no backup: only their ids are."""
