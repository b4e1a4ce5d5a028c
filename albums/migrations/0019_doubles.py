"""Find the same picture in other files of a family."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import picup.core.public_ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_theme"),
        ("albums", "0018_films_of_photos"),
        ("storage", "0011_forget_checksums"),
    ]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="fingerprint",
            field=models.CharField(blank=True, editable=False, max_length=32, null=True),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["fingerprint", "id"], name="pictures_by_fingerprint"),
        ),
        migrations.CreateModel(
            name="Double",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=picup.core.public_ids.new_public_id, editable=False, max_length=20, unique=True)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                ("family", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.family")),
                ("first", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="storage.storedfile")),
                ("second", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="storage.storedfile")),
            ],
            options={
                "verbose_name": "same picture twice",
                "verbose_name_plural": "same pictures twice",
                "indexes": [models.Index(fields=["family", "kept_at", "found_at", "id"], name="doubles_to_decide")],
                "constraints": [models.UniqueConstraint(fields=("first", "second"), name="one_double_of_each")],
            },
        ),
    ]
