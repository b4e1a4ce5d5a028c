"""manage.py import_photos: add the photos and films of archives and folders to a family's albums."""

import os
import sys
from datetime import datetime
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import CONTRIBUTORS, User
from albums.imports import reasons
from albums.imports.planning import make_plan
from albums.imports.running import Import, Report, notice

WIDTH = 30


class Command(BaseCommand):
    help = "Adds the photos of Google's Takeout, of other exports, of any zip or folder. Repeatable: nothing twice."

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a zip, or a folder; all parts at once"
        )
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="who adds them, to the albums of her family"
        )
        parser.add_argument(
            "--album", default="", metavar="NAME", help="one album for all, whatever the archive says"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="where the report is written (a new file here)"
        )

    def handle(self, *args, paths, by, album, report, **options):
        person = find_person(by)
        with translation.override(person.language or translation.get_language() or "en"):
            for path in paths:
                if not path.exists():
                    raise CommandError(_("There is no %(path)s.") % {"path": path})
            report = report or Path(f"import-report-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.txt")
            plan = make_plan(paths)
            running = Import(person, plan, album=album)
            try:
                running.run(lambda done: self.show(done, len(plan.items)))
            finally:
                lines = list(describe(running.report))
                write_private(report, lines)
            self.stdout.write("\n".join(lines))
            self.stdout.write(_("This report is in %(path)s.") % {"path": report})
        if running.report.stopped or running.report.left:
            sys.exit(2 if running.report.stopped else 1)

    def show(self, done: int, total: int) -> None:
        """Draw the bar, on a terminal only."""
        if self.stderr.isatty():
            bar = "█" * (done * WIDTH // total)
            self.stderr.write(f"\r{bar:░<{WIDTH}} {done} / {total}", ending="\n" if done == total else "")


def find_person(email: str) -> User:
    """Return who adds the photos. Raise CommandError if nobody of this address may."""
    try:
        person = User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        person = None
    if person is None or not person.is_active or not person.family_id or person.role not in CONTRIBUTORS:
        raise CommandError(_("Nobody with this e-mail may add photos: %(email)s.") % {"email": email})
    return person


def describe(report: Report):
    """Yield the lines of a report: sums, what ended it, each file that did not come in, what is said of others."""
    yield _("%(added)d came in, %(known)d were there already, %(left)d did not come in.") % {
        "added": report.added,
        "known": report.known,
        "left": len(report.left),
    }
    if report.stopped:
        yield _("The import stopped; what came in stays.") + " " + reasons.explain(report.stopped)
    for left in report.left:
        yield f"{left.name}\n    {reasons.explain(left.reason)}"
    for noted in report.noted:
        yield f"{noted.name}\n    {notice(noted.reason)}"


def write_private(path: Path, lines: list[str]) -> None:
    """Write a file that only its owner reads: names of photos are the family's."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
