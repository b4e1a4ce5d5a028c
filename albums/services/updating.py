"""Tell whether processes of an earlier release may still run, while a site is updated."""

from datetime import timedelta

from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

# No update takes longer.
UPDATE_HOURS = 24
# Of the migrations of one site that was made just now.
SETUP_HOURS = 1
FIRST_MIGRATION = "0001_initial"


def is_settled(migration: str) -> bool:
    """Return whether no process of a release before a migration can be running: on a new site, or a day after it.

    `migration` is the end of its name, which has no number: those change while branches are merged.
    """
    applied = MigrationRecorder.Migration.objects.filter(app="albums")
    moments = applied.filter(name__endswith=migration).values_list("applied", flat=True)
    if not (moment := moments.first()):
        return False
    first = applied.filter(name=FIRST_MIGRATION, applied__gt=moment - timedelta(hours=SETUP_HOURS))
    return moment < timezone.now() - timedelta(hours=UPDATE_HOURS) or first.exists()
