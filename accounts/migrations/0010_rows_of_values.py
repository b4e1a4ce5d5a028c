"""Name the rows that encrypted values are bound to (picup/encryption/places.py).

Entries that there are, and those that a process of the release before still inserts, get a name by `reencrypt`.
"""

from django.db import migrations, models

import picup.core.public_ids
import picup.encryption.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_leaving"),
    ]

    operations = [
        # First without a default, which would be one name for all rows.
        migrations.AddField(
            model_name="journalentry",
            name="public_id",
            field=models.CharField(blank=True, editable=False, max_length=20, null=True, unique=True),
        ),
        # The default is Django's own: nothing changes in the table.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="journalentry",
                    name="public_id",
                    field=models.CharField(
                        blank=True,
                        default=picup.core.public_ids.new_public_id,
                        editable=False,
                        max_length=20,
                        null=True,
                        unique=True,
                    ),
                )
            ]
        ),
        migrations.AlterField(
            model_name="secondfactor",
            name="secret",
            field=picup.encryption.fields.EncryptedCharField(bound_to="user", max_length=64),
        ),
    ]
