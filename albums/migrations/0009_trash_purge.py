from django.db import migrations


class Migration(migrations.Migration):
    """The model has another name; its table keeps the old one, so a release that runs beside this one finds it."""

    dependencies = [("albums", "0008_pictures_by_day")]

    operations = [
        migrations.AlterModelTable("emptying", "albums_emptying"),
        migrations.RenameModel("Emptying", "TrashPurge"),
    ]
