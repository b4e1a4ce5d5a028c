from django.db import migrations, transaction
from django.db.models import Max

from storage.querysets import summarise_copies

# Files in one statement: their writers wait for no more than these.
BATCH = 1000


def fill_places(apps, schema_editor):
    """By ranges of the primary key; what a first attempt has filled is passed over."""
    using = schema_editor.connection.alias
    files, copies = (apps.get_model("storage", name).objects.using(using) for name in ("StoredFile", "FileCopy"))
    last = files.aggregate(last=Max("pk"))["last"] or 0
    for after in range(0, last, BATCH):
        batch = files.filter(pk__gt=after, pk__lte=after + BATCH, places="")
        batch.update(places=summarise_copies(copies.all()))


def count_photos(apps, schema_editor):
    """One family after the other, each with its usage row locked, which an upload takes last."""
    using = schema_editor.connection.alias
    files, usage = (apps.get_model("storage", name).objects.using(using) for name in ("StoredFile", "Usage"))
    for family_id in usage.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic(using=using):
            usage.select_for_update().get(pk=family_id)
            photos = files.filter(family_id=family_id, kind="original", state="stored").count()
            usage.filter(pk=family_id).update(photos=photos)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("storage", "0007_places"),
    ]

    operations = [
        migrations.RunPython(fill_places, migrations.RunPython.noop),
        migrations.RunPython(count_photos, migrations.RunPython.noop),
    ]
