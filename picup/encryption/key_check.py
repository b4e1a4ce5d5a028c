"""A start with the wrong keys refuses, with one sentence, instead of writing what nobody can open later."""

import logging

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from picup.encryption.keyring import Keyring, field_keys, file_keys
from picup.encryption.models import KeyNote

logger = logging.getLogger(__name__)


HINT = 'This prints a key: python -c "import secrets; print(secrets.token_urlsafe(32))"'


class WrongKeys(Exception):
    """The keys given are not those that people's photos and words are encrypted with."""


def check_keys(**kwargs) -> list[CheckMessage]:
    """System check encryption.E001: every key given can be read."""
    errors: list[CheckMessage] = []
    for keys in (file_keys, field_keys):
        try:
            keys()
        except ImproperlyConfigured as error:
            errors.append(Error(str(error), hint=HINT, id="encryption.E001"))
    return errors


def require_known_keys() -> list[str]:
    """Compares the keys given with those that were ever used, and notes new ones. For the start of a process.

    Returns the variables whose newest key is used for the first time. Raises `WrongKeys`.
    """
    return [keys.name for keys in (file_keys(), field_keys()) if note_newest(keys)]


def note_newest(keys: Keyring) -> bool:
    notes = KeyNote.objects.filter(variable=keys.name)
    used = set(notes.filter(retired_at=None).values_list("key_id", flat=True))
    if missing := sorted(used - set(keys.by_id)):
        raise WrongKeys(
            f"{keys.name} lacks the key {', '.join(missing)}, with which photos or words of this database are "
            f"encrypted. Pic-up does not start, so that nothing is lost: give that key again, after the newest "
            f"(docs/security.md, “Keys”)."
        )
    if keys.newest.id in used:
        return False
    with transaction.atomic():
        note, is_new = KeyNote.objects.get_or_create(variable=keys.name, key_id=keys.newest.id)
        KeyNote.objects.filter(pk=note.pk).update(retired_at=None)
    return is_new


def refuse_wrong_keys() -> None:
    """For servers' starts: ends the process with one log line. A database that is away is no reason: what is
    read meanwhile opens with the right key or not at all."""
    try:
        require_known_keys()
    except WrongKeys as error:
        logger.critical("%s", error)
        raise SystemExit(3) from None
    except DatabaseError as error:
        logger.warning("The keys could not be compared with the database: %s", type(error).__name__)
    finally:
        connection.close()


def retire_old_keys(keys: Keyring) -> list[str]:
    """After everything was moved to the newest key: the others may be taken out. Returns their ids."""
    old = KeyNote.objects.filter(variable=keys.name, retired_at=None).exclude(key_id=keys.newest.id)
    ids = sorted(old.values_list("key_id", flat=True))
    old.filter(key_id__in=ids).update(retired_at=timezone.now())
    return ids


def key_location_notice() -> str:
    """In words for the operator who sees new keys for the first time."""
    return (
        "New encryption keys are in use. Photos, captions, names and telephone numbers open only with them:\n"
        "whoever loses the keys loses every photo, in both storages and in every backup.\n"
        f"Unless you gave them as variables, they are in {settings.DATA_DIR / 'keys'}.\n"
        "Copy that directory now to a second safe place, apart from the photos and the backups."
    )
