"""manage.py add_key files|fields: add a new key before the others."""

import os
import secrets

from django.conf import settings
from django.core.management import BaseCommand

from picup.encryption.key_check import key_location_notice
from picup.encryption.keyring import FIELDS, FILES, make_key
from picup.env.hidden import look_up

VARIABLES = {"files": FILES, "fields": FIELDS}


class Command(BaseCommand):
    help = "Makes a new key and puts it before the others in DATA_DIR/keys; prints it where the keys are variables."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=sorted(VARIABLES))

    def handle(self, *args, what, **options):
        name = VARIABLES[what]
        if (look_up(name) or "").strip():
            self.stdout.write(f"Put this before the others in {name}, with a comma, and keep the others:")
            self.stdout.write(make_key())
        else:
            prepend_key(name, make_key())
            self.stdout.write(key_location_notice())
        self.stdout.write("Restart Pic-up, then: manage.py reencrypt")


def prepend_key(name: str, key: str) -> None:
    """Put `key` first in the file of `name`. Replace the file at once: a reader sees the old keys or all of them."""
    path = settings.DATA_DIR / "keys" / name.lower()
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{key}\n{path.read_text().strip()}\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
