from functools import partial

from django.db import migrations

ACTIONS = ("add", "change", "delete", "view")


def rename_permissions(apps, schema_editor, old, new):
    """Django renames the content type with its model, and not the permissions that groups and people hold (#27489):
    it would make new ones, and nobody would have them."""
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    for action in ACTIONS:
        held = permissions.filter(content_type__app_label="albums", codename=f"{action}_{old}")
        held.update(codename=f"{action}_{new}")


class Migration(migrations.Migration):
    """The model has another name; its table keeps the old one, so a release that runs beside this one finds it."""

    dependencies = [
        ("albums", "0008_pictures_by_day"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterModelTable("emptying", "albums_emptying"),
        migrations.RenameModel("Emptying", "TrashPurge"),
        migrations.RunPython(
            partial(rename_permissions, old="emptying", new="trashpurge"),
            partial(rename_permissions, old="trashpurge", new="emptying"),
        ),
    ]
