"""Django's migrate, without a limit of time."""

from django.core.management.commands import migrate
from django.db import connections

# Timeouts of settings.DATABASES. An index of ten million rows takes longer than they allow: the server would finish
# it, and nothing would note that the migration was applied.
LIMITS = ("read_timeout", "write_timeout")


class Command(migrate.Command):
    """Migrate on a connection without read and write timeouts, then restore them."""

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        known = connection.settings_dict.get("OPTIONS", {})
        limits = {name: known[name] for name in LIMITS if name in known}
        if not limits:
            return super().handle(*args, **options)
        connection.close()
        connection.settings_dict["OPTIONS"] = {name: known[name] for name in known if name not in limits}
        try:
            return super().handle(*args, **options)
        finally:
            connection.close()
            connection.settings_dict["OPTIONS"] = known
