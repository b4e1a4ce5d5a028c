"""manage.py sweep_files: list orphans, objects in the storages that nothing needs, and delete them with --delete."""

from datetime import timedelta

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from picup.core.sizes import size_in_words
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.care import orphans

LOOKS_EMPTY = (
    "This database knows no file at all, but {name} holds some: it looks empty, or is another one. Nothing is "
    "deleted. If it is right all the same: --yes-the-database-is-complete."
)


class Command(BaseCommand):
    help = (
        "Lists what the storages hold and nothing needs: leftovers of deleted files, and objects that no row of "
        "the database knows. Deletes nothing without --delete."
    )

    def add_arguments(self, parser):
        parser.add_argument("--delete", action="store_true", help="delete what is listed")
        parser.add_argument(
            "--older-than", type=float, default=24, metavar="HOURS", help="default: 24; what is younger stays"
        )
        parser.add_argument(
            "--yes-the-database-is-complete",
            action="store_true",
            dest="complete",
            help="even if it knows no file, and also what is newer than a restored backup",
        )

    def handle(self, *args, delete, older_than, complete, **options):
        found = deleted = 0
        away = []
        for name in get_backends():
            try:
                for one in orphans.sweep(name, older_than=timedelta(hours=older_than), complete=complete):
                    found += 1
                    deleted += self.print_orphan(one, delete)
            except orphans.DatabaseLooksEmpty:
                raise CommandError(LOOKS_EMPTY.format(name=name)) from None
            except StorageUnavailable as error:
                away.append(f"{name}: {error}")
        self.stdout.write(f"{found} objects that nothing needs, {deleted} deleted.")
        if found and not delete:
            self.stdout.write("Nothing was deleted; --delete does it.")
        if away:
            raise CommandError(f"Not looked through: {'; '.join(away)}")

    def print_orphan(self, one: orphans.Orphan, delete: bool) -> bool:
        """Print one orphan, and delete it first if asked to. Return whether it was deleted."""
        size = get_backends()[one.storage].size(one.key) or 0
        age = (timezone.now() - one.stored_at).total_seconds() / 3600
        was_deleted = delete and orphans.delete(one)
        columns = [one.storage, one.key, f"{age:.0f} h", size_in_words(size), one.reason]
        self.stdout.write("  ".join([*columns, "deleted"] if was_deleted else columns))
        return was_deleted
