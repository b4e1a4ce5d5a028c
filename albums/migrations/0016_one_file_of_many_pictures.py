"""Let many pictures show one stored file. Looser only, so that processes of the release before go on."""

import django.db.models.deletion
from django.db import migrations, models


class AlterToForeignKey(migrations.AlterField):
    """Exchange a unique index for a plain one. Django would make the foreign key anew, and MariaDB copy the table."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "mysql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = from_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        # Before the unique one goes: the foreign key needs an index at every moment.
        schema_editor.add_index(model, self.index(model))
        for name in schema_editor._constraint_names(model, [field.column], unique=True, primary_key=False):
            schema_editor.execute(schema_editor._delete_unique_sql(model, name))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "mysql":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        schema_editor.execute(schema_editor._create_unique_sql(model, [field]))
        schema_editor.remove_index(model, self.index(model))

    def index(self, model) -> models.Index:
        return models.Index(fields=[self.name], name=f"{self.model_name}s_by_file")


def key(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to="storage.storedfile"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("albums", "0015_films"),
    ]

    operations = [
        AlterToForeignKey("picture", "file", key("pictures")),
        AlterToForeignKey("derivative", "file", key("derivatives")),
    ]
