"""Choose the database of each query (Django's DATABASE_ROUTERS)."""

from django.conf import settings
from django.db import connections

from picup.db.config import PRIMARY
from picup.db.routing import current

# Apps that are always read from the primary, so that a sign-in and a revoked link take effect at once. Albums may be
# a moment old.
AT_ONCE = {"accounts", "admin", "auth", "axes", "sessions"}


class Router:
    """Read from where the request's `ReadRoute` says; write to the primary. Outside requests use the primary."""

    def db_for_read(self, model, **hints) -> str:
        """Return the alias to read `model` from."""
        route = current.get()
        if route is None:
            return PRIMARY
        if route.read_only:
            return route.choose()
        # A transaction reads where it writes.
        if route.on_primary or model._meta.app_label in AT_ONCE or connections[PRIMARY].in_atomic_block:
            return PRIMARY
        instance = hints.get("instance")
        return (instance and instance._state.db) or route.choose()

    def db_for_write(self, model, **hints) -> str:
        """Return the primary, and have the rest of this request read from it too."""
        if route := current.get():
            route.wrote = route.on_primary = True
        return PRIMARY

    def allow_relation(self, one, other, **hints) -> bool | None:
        """Allow relations between our databases: a replica's rows are the primary's."""
        ours = {PRIMARY, *settings.DATABASE_REPLICAS}
        return True if {one._state.db, other._state.db} <= ours else None

    def allow_migrate(self, db, app_label, **hints) -> bool | None:
        return False if db in settings.DATABASE_REPLICAS else None
