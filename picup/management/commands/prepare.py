"""manage.py prepare: everything between installed packages and a site that can start."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from picup.core import registry
from picup.encryption.key_check import WrongKeys, key_location_notice, require_known_keys


class Command(BaseCommand):
    help = (
        "Compiles translations, migrates the database and collects static files; quick when nothing changed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--new-storage",
            action="append",
            default=[],
            choices=[name for name in settings.STORAGES if name not in ("default", "staticfiles")],
            help="this storage's volume is new and empty on purpose: files may be written to it",
        )

    def handle(self, *args, **options):
        compile_catalogues()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        self.compare_keys()
        for prepare in registry.preparations:
            for warning in prepare(replaced=options["new_storage"]):
                self.stderr.write(warning)
        call_command("collectstatic", interactive=False, verbosity=0)

    def compare_keys(self) -> None:
        try:
            is_new = require_known_keys()
        except WrongKeys as error:
            raise CommandError(str(error)) from None
        if is_new:
            self.stdout.write(key_location_notice())


def compile_catalogues() -> None:
    for catalogue in sorted(settings.BASE_DIR.glob("locale/*/LC_MESSAGES/*.po")):
        compile_catalogue(catalogue)


def compile_catalogue(source: Path) -> None:
    """Babel's compiler instead of gettext's programs, which a family's machine does not have."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    with source.open("rb") as po:
        catalogue = read_po(po)
    # One for each process: tests compile in several at once.
    temporary = target.with_suffix(f".mo.new{os.getpid()}")
    with temporary.open("wb") as mo:
        write_mo(mo, catalogue)
    temporary.replace(target)
