"""manage.py backup TARGET: write the database, encrypted, to one file."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from picup.core.sizes import size_in_words
from picup.encryption.key_check import WrongKeys
from picup.ops.backup.errors import CannotBackUp
from picup.ops.backup.service import back_up


class Command(BaseCommand):
    help = "Writes the database, encrypted, to one file; the site may run. Photos are in the backup storage already."

    # The name of a file in a directory: the time at which it was made.
    NAME = "pic-up-%Y%m%d-%H%M%S.tar"

    def add_arguments(self, parser):
        parser.add_argument(
            "target", type=Path, help="a file, or a directory for a file named after the time"
        )
        parser.add_argument(
            "--rotate",
            action="store_true",
            help="then delete the backups in that directory that are older than BACKUP_DAYS",
        )

    def handle(self, *args, target: Path, rotate: bool, **options):
        if rotate and not target.is_dir():
            raise CommandError("--rotate needs a directory, in which all backups are.")
        if target.is_dir():
            target /= datetime.now().strftime(self.NAME)
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
        if rotate:
            self.delete_old(target.parent)

    def delete_old(self, directory: Path) -> None:
        """Delete backups by the time in their names: a copy's own time is when it was copied."""
        before = datetime.now() - timedelta(days=settings.BACKUP_DAYS)
        for path in sorted(directory.glob("pic-up-*.tar")):
            try:
                made_at = datetime.strptime(path.name, self.NAME)
            except ValueError:
                continue
            if made_at < before:
                path.unlink()
                self.stdout.write(f"{path}: deleted, older than {settings.BACKUP_DAYS} days.")
