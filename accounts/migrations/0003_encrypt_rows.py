from django.db import migrations

from picup.encryption.migrating import encrypt_rows, forget_names_in_log


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('accounts', '0002_encrypted_columns'),
        ('admin', '0003_logentry_add_action_flag_choices'),
    ]

    operations = [
        forget_names_in_log(),
        encrypt_rows('accounts', 'family', 'user'),
    ]
