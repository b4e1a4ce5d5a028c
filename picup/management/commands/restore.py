"""manage.py restore SOURCE: replace the database by a file that `manage.py backup` wrote."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from picup.encryption.key_check import WrongKeys
from picup.ops.backup.errors import CannotRestore
from picup.ops.backup.service import restore

NEXT = """\
What was changed after that moment is not in it. Photos that were added later are still in the storages, and
sweep_files leaves them alone. Restart the site, then look at every photo's bytes:
  manage.py verify_files --heal-now"""


class Command(BaseCommand):
    help = (
        "Puts a backup in the place of the database. Stop the site first; refuses to replace people's data."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose what is in the database now")

    def handle(self, *args, source: Path, replace, **options):
        try:
            manifest = restore(source, replace=replace)
        except (CannotRestore, WrongKeys) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{source} could not be read: {error.strerror}.") from None
        self.stdout.write(f"Restored: the database of {manifest['made_at']}.")
        self.stdout.write(NEXT)
