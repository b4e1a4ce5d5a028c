from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a personal link expire. Links that are there never do."""

    dependencies = [
        ('accounts', '0005_second_factor'),
    ]

    operations = [
        migrations.AddField(
            model_name='personallink',
            name='expires_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
