"""manage.py make_large: ask for the large rendering of photos that were added before there was one."""

from django.core.management import BaseCommand
from django.db import transaction

from albums.models import Picture
from albums.services.derivatives import publish_sharpen
from albums.services.sharpening import lacking

# Messages of one transaction.
BATCH = 100


class Command(BaseCommand):
    help = "Asks for the large rendering of photos that lack it, such as those of an earlier release. Repeatable."

    def add_arguments(self, parser):
        parser.add_argument(
            "--most", type=int, default=1000, help="photos to ask for (1000), the newest first"
        )

    def handle(self, *args, most, **options):
        asked, below = 0, None
        while asked < most and (pictures := next_lacking(below, min(BATCH, most - asked))):
            with transaction.atomic():
                for picture in pictures:
                    publish_sharpen(picture)
            asked, below = asked + len(pictures), pictures[-1].pk
        self.stdout.write(f"{asked} photos are given a large rendering by the workers.")


def next_lacking(below: int | None, count: int) -> list[Picture]:
    """Return the next pictures without LARGE below a primary key, the newest first."""
    pictures = (
        Picture.objects.filter(trashed_at=None)
        if below is None
        else Picture.objects.filter(trashed_at=None, pk__lt=below)
    )
    return list(lacking(pictures).only("pk").order_by("-pk")[:count])
