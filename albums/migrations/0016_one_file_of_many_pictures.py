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
        [unique] = schema_editor._constraint_names(model, [field.column], unique=True, primary_key=False)
        self.exchange(schema_editor, model, f"INDEX {self.index_name} ({field.column})", unique)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "mysql":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        self.exchange(schema_editor, model, f"UNIQUE INDEX {field.column} ({field.column})", self.index_name)

    @property
    def index_name(self) -> str:
        return f"{self.model_name}s_by_file"

    def exchange(self, schema_editor, model, index: str, former: str) -> None:
        """Add an index and drop one: in one statement, because the foreign key needs one at every moment."""
        table = schema_editor.quote_name(model._meta.db_table)
        former = schema_editor.quote_name(former)
        schema_editor.execute(f"ALTER TABLE {table} ADD {index}, DROP INDEX {former}")


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
