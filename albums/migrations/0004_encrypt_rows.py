from django.db import migrations

from picup.encryption.migrating import encrypt_rows


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('albums', '0003_encrypted_columns'),
    ]

    operations = [
        encrypt_rows('albums', 'album', 'picture'),
    ]
