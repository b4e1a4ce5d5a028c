from django.db import migrations, models


class Migration(migrations.Migration):
    """The field has another name; its column keeps the old one, so a release that runs beside this one finds it."""

    dependencies = [("outbox", "0002_dead_letters")]

    operations = [
        migrations.AlterField("message", "begun", models.PositiveIntegerField(db_column="begun", default=0)),
        migrations.RenameField("message", "begun", "deliveries"),
    ]
