import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce


def place_on_shelf(apps, schema_editor):
    albums = apps.get_model("albums", "Album").objects.using(schema_editor.connection.alias)
    albums.update(shelved_at=Coalesce(F("last_added_at"), F("created_at")))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_rows_of_values'),
        ('albums', '0010_precision_and_batches'),
    ]

    operations = [
        migrations.AddField(
            model_name='album',
            name='shelved_at',
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                default=django.utils.timezone.now,
                editable=False,
            ),
        ),
        migrations.RunPython(place_on_shelf, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name='album', name='albums_on_shelf'),
        migrations.AddIndex(
            model_name='album',
            index=models.Index(
                fields=['family', 'trashed_at', 'shelved_at', 'id'], name='albums_by_addition'
            ),
        ),
    ]
