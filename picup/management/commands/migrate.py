"""Django's migrate, with all the time that it needs."""

from django.core.management.commands import migrate
from django.db import connections

# settings.DATABASES ends a request that waits this long. An index of ten million rows takes longer: the server would
# go on and finish it, and nobody would know that this migration was applied.
LIMITS = ("read_timeout", "write_timeout")


class Command(migrate.Command):
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
