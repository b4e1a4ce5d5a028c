from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0006_find_by_sha256'),
    ]

    operations = [
        migrations.AddField(
            model_name='storedfile',
            name='places',
            field=models.CharField(blank=True, db_default='', default='', max_length=100),
        ),
        migrations.AddField(
            model_name='usage',
            name='photos',
            field=models.IntegerField(db_default=0, default=0),
        ),
    ]
