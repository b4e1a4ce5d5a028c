from django.db import migrations
from django.db.models import Max, Q

# Files in one statement: their writers wait for no more than these.
BATCH = 1000


def forget_checksums(apps, schema_editor):
    """By ranges of the primary key. What is deleted has no checksum from now on, and what was deleted before neither."""
    files = apps.get_model("storage", "StoredFile").objects.using(schema_editor.connection.alias)
    last = files.aggregate(last=Max("pk"))["last"] or 0
    for after in range(0, last, BATCH):
        batch = files.filter(pk__gt=after, pk__lte=after + BATCH)
        batch.filter(state="deleted").exclude(Q(sha256="") & Q(size=0)).update(sha256="", size=0)
        batch.filter(state="deleting").exclude(sha256="").update(sha256="")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("storage", "0010_leaving"),
    ]

    operations = [
        migrations.RunPython(forget_checksums, migrations.RunPython.noop),
    ]
