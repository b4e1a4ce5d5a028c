"""Django's sessions in the database, which stay as they are in read-only mode."""

from django.contrib.sessions.backends import db

from picup.db.routing import is_read_only


class SessionStore(db.SessionStore):
    # The name is part of the signature: sessions stay valid when replicas come or go.
    def save(self, must_create=False):
        if not is_read_only():
            super().save(must_create)

    def delete(self, session_key=None):
        if not is_read_only():
            super().delete(session_key)
