"""manage.py reconcile_usage: compare every family's usage with its files, and every file's `places` with its copies."""

from django.core.management import BaseCommand, CommandError

from storage.care.reconciliation import compare_family, find_differences, wrong_places
from storage.models import Usage
from storage.querysets import update_places


class Command(BaseCommand):
    help = (
        "Compares every family's usage with the sum of its files, and every file's places with its copies; "
        "--fix writes down what the files and the copies say."
    )

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true")

    def handle(self, *args, fix, **options):
        found = list(find_differences())
        for one in found:
            self.stdout.write(
                f"Family {one.family_id}: used {one.used_bytes}, its files {one.real_bytes} bytes; "
                f"photos {one.photos}, its files {one.real_photos}"
            )
            if fix:
                compare_family(one.family_id, fix=True)
        self.stdout.write(f"{Usage.objects.count()} families, {len(found)} that differ")
        wrong = 0
        for file_id in wrong_places():
            wrong += 1
            self.stdout.write(f"File {file_id}: its places are not those of its copies")
            if fix:
                update_places([file_id])
        self.stdout.write(f"{wrong} files whose places differ from their copies")
        if (found or wrong) and not fix:
            raise CommandError(
                "Usage, files and copies differ. Look for the cause, then: manage.py reconcile_usage --fix"
            )
