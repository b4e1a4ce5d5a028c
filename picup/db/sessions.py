"""Django's sessions in the database. In read-only mode they stay unchanged."""

from django.contrib.sessions.backends import db

from picup.db.routing import is_read_only


class SessionStore(db.SessionStore):
    """Save and delete nothing in read-only mode."""

    # The class has Django's own name, which is part of the signature: sessions stay valid when replicas come or go.
    def save(self, must_create=False):
        if not is_read_only():
            super().save(must_create)

    def delete(self, session_key=None):
        if not is_read_only():
            super().delete(session_key)
