"""manage.py reencrypt: move every column and every file to the newest key, while the site is in use."""

from django.core.management import BaseCommand, CommandError

from picup.encryption.key_check import WrongKeys, require_known_keys, retire_old_keys
from picup.encryption.keyring import field_keys, file_keys
from picup.encryption.reencrypting import is_all_encrypted, reencrypt_columns
from picup.encryption.stages import (
    BINDING_NOTE,
    BOUND_NOTE,
    KNOWN_AFTER,
    PLAIN_TEXT,
    Stage,
    is_known_everywhere,
    note,
    site,
)
from storage.backends.base import StorageUnavailable
from storage.care.reencryption import files_to_move, reencrypt

EACH = 500
NEW_BACKUP = (
    "Make a new backup of the database now (manage.py backup): older ones know only the files' old names, and would "
    "find no photo."
)

BOUND_LATER = (
    "Every text is bound to its row. Run this once more after "
    f"{KNOWN_AFTER.seconds // 60} minutes: then texts that are not are refused."
)


class Command(BaseCommand):
    help = (
        "Moves every column and every file to the newest of FIELD_ENCRYPTION_KEYS and FILE_ENCRYPTION_KEYS, and binds "
        "texts to their rows: call it when no process of an earlier release runs. May be stopped and begun again."
    )

    def handle(self, *args, **options):
        try:
            require_known_keys()
        except WrongKeys as error:
            raise CommandError(str(error)) from None
        note(BINDING_NOTE)
        reencrypt_columns(say=self.stdout.write)
        # A second pass, for values that a process with the old keys wrote meanwhile.
        if not reencrypt_columns(say=lambda line: None):
            self.retire(field_keys())
            self.refuse_older_values()
        self.move_files()

    def refuse_older_values(self) -> None:
        """Note which values of before are left nowhere, so that none is read from now on."""
        if is_all_encrypted():
            note(PLAIN_TEXT)
        if is_known_everywhere():
            note(BOUND_NOTE)
        if site().stage < Stage.BOUND:
            self.stdout.write(BOUND_LATER)

    def move_files(self) -> None:
        """Move every file to the newest key. If none is left, retire the old keys."""
        moved = left = 0
        for file in files_to_move():
            try:
                done = reencrypt(file)
            except StorageUnavailable as error:
                raise CommandError(
                    f"A storage is down, {moved} files are moved. Begin again when it is back: {error}"
                ) from None
            moved, left = moved + done, left + (not done)
            if moved % EACH == 0 and done:
                self.stdout.write(f"{moved} files moved")
        self.stdout.write(f"{moved} files moved to the newest key, {left} left")
        if moved:
            # Moved files have new names, and the old names are deleted (storage/care/reencryption.py).
            self.stdout.write(NEW_BACKUP)
        if next(files_to_move(), None) is None:
            self.retire(file_keys())

    def retire(self, keys) -> None:
        """Note which of `keys` nothing needs any more, and print them."""
        for key_id in retire_old_keys(keys):
            self.stdout.write(
                f"Nothing needs the key {key_id} of {keys.name} any more. Keep it with old backups of the database."
            )
