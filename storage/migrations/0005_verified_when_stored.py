from django.db import migrations
from django.db.models import F


def as_stored(apps, schema_editor):
    """Copies from before the walk were verified when they were written, not when they were migrated."""
    copies = apps.get_model("storage", "FileCopy").objects.using(schema_editor.connection.alias)
    copies.update(verified_at=F("stored_at"), looked_at=F("stored_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0004_care"),
    ]

    operations = [
        migrations.RunPython(as_stored, migrations.RunPython.noop),
    ]
