"""manage.py backup TARGET: write the database, encrypted, to one file."""

from datetime import datetime
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from picup.core.sizes import size_in_words
from picup.encryption.key_check import WrongKeys
from picup.ops.backup.errors import CannotBackUp
from picup.ops.backup.service import back_up


class Command(BaseCommand):
    help = "Writes the database, encrypted, to one file; the site may run. Photos are in the backup storage already."

    def add_arguments(self, parser):
        parser.add_argument(
            "target", type=Path, help="a file, or a directory for a file named after the time"
        )

    def handle(self, *args, target: Path, **options):
        if target.is_dir():
            target /= f"pic-up-{datetime.now():%Y%m%d-%H%M%S}.tar"
        try:
            manifest = back_up(target)
        except (CannotBackUp, WrongKeys) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{target} could not be written: {error.strerror}.") from None
        rows = sum(manifest["rows"].values())
        self.stdout.write(f"{target}: {size_in_words(target.stat().st_size)}, {rows} rows.")
        self.stdout.write("It opens only with the keys of this site, which are NOT in it:")
        for variable, ids in manifest["keys"].items():
            self.stdout.write(f"  {variable}: {', '.join(ids)}")
        self.stdout.write("Keep them in a second safe place, apart from this file.")
