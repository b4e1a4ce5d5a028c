"""The decision for each query (Django's DATABASE_ROUTERS)."""

from django.conf import settings
from django.db import connections

from picup.db.config import PRIMARY
from picup.db.routing import current

# Who somebody is, and what opens a door, is asked of the primary: somebody who has just signed in is known, and a
# link that was revoked is closed, at once. What people look at may be a moment old.
AT_ONCE = {"accounts", "admin", "auth", "axes", "sessions"}


class Router:
    def db_for_read(self, model, **hints) -> str:
        route = current.get()
        if route is None:
            return PRIMARY
        if route.read_only:
            return route.choose()
        # In a transaction all is read where it is written.
        if route.on_primary or model._meta.app_label in AT_ONCE or connections[PRIMARY].in_atomic_block:
            return PRIMARY
        instance = hints.get("instance")
        return (instance and instance._state.db) or route.choose()

    def db_for_write(self, model, **hints) -> str:
        """What follows in this request is read from the primary too."""
        if route := current.get():
            route.wrote = route.on_primary = True
        return PRIMARY

    def allow_relation(self, one, other, **hints) -> bool | None:
        """A replica's rows are the primary's."""
        ours = {PRIMARY, *settings.DATABASE_REPLICAS}
        return True if {one._state.db, other._state.db} <= ours else None

    def allow_migrate(self, db, app_label, **hints) -> bool | None:
        return False if db in settings.DATABASE_REPLICAS else None
