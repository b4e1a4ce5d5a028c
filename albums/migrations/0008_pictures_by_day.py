from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("albums", "0007_deleting_in_batches")]

    operations = [
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(fields=['album', 'trashed_at', 'taken_at'], name='pictures_by_day'),
        ),
    ]
