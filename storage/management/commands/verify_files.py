"""manage.py verify_files: read every copy of every file, compare it with what was written, and have it healed."""

import sys

from django.core.management import BaseCommand

from picup.core.sizes import size_in_words
from storage.backends import NAMES
from storage.care.verification import Result, Verification

COLUMNS = ("copies", "bytes", "good", "missing", "changed", "never_made", "unavailable", "healed", "lost")


class Command(BaseCommand):
    help = (
        "Reads every copy of every file, compares it with what was written, and has what is missing or damaged "
        "healed. Ends with 1 if something is not good in the end."
    )

    def add_arguments(self, parser):
        parser.add_argument("--storage", choices=NAMES, help="only the copies in this one")
        parser.add_argument(
            "--heal-now", action="store_true", help="heal within this command instead of by message"
        )

    def handle(self, *args, storage, heal_now, **options):
        verification = Verification([storage] if storage else list(NAMES), heal_now=heal_now)
        for count in verification.run():
            if self.stderr.isatty():
                self.stderr.write(f"{count} files", ending="\r")
        results = list(verification.results.values())
        self.show(results)
        if not all(result.is_good for result in results):
            sys.exit(1)

    def show(self, results: list[Result]) -> None:
        """Print a table with a line for each storage, and a sentence if not all is good."""
        rows = [["storage", *(name.replace("_", " ") for name in COLUMNS)]]
        rows += [[result.storage, *(cell(result, name) for name in COLUMNS)] for result in results]
        widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
        for row in rows:
            cells = [value.rjust(width) for value, width in zip(row[1:], widths[1:], strict=True)]
            self.stdout.write("  ".join([row[0].ljust(widths[0]), *cells]))
        if any(result.lost for result in results):
            self.stdout.write(
                "LOST files are in no storage: look for their names in /admin/storage/filecopy/."
            )
        elif waiting := sum(not result.is_good for result in results):
            self.stdout.write(
                f"Not all is good in {waiting} of the storages. What can be healed is, by message."
            )


def cell(result: Result, name: str) -> str:
    value = getattr(result, name)
    return size_in_words(value) if name == "bytes" else str(value)
