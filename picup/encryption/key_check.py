"""Refuse to start with wrong keys, so that nothing is written that nobody can open later."""

import logging

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from picup.encryption.keyring import Keyring, field_keys, file_keys
from picup.encryption.models import KeyNote
from picup.encryption.reencrypting import encrypted_fields
from picup.encryption.stages import BINDING_NOTE, BOUND_NOTE, PLAIN_TEXT, look, note

logger = logging.getLogger(__name__)

HINT = 'This prints a key: python -c "import secrets; print(secrets.token_urlsafe(32))"'


class WrongKeys(Exception):
    """A key is missing that photos or texts are encrypted with."""


def check_keys(**kwargs) -> list[CheckMessage]:
    """Check encryption.E001: every given key can be read."""
    errors: list[CheckMessage] = []
    for keys in (file_keys, field_keys):
        try:
            keys()
        except ImproperlyConfigured as error:
            errors.append(Error(str(error), hint=HINT, id="encryption.E001"))
    return errors


def require_known_keys() -> list[str]:
    """Compare the given keys with those that were ever used, and note new ones. Call it when a process starts.

    Return the names of the variables whose newest key is used for the first time. Raise `WrongKeys`.
    """
    first_used = [keys.name for keys in (file_keys(), field_keys()) if note_newest(keys)]
    if first_used and is_empty():
        note(PLAIN_TEXT, BINDING_NOTE, BOUND_NOTE)
    look()
    return first_used


def is_empty() -> bool:
    """Return True for a new site, which has no row with an encrypted column."""
    return not any(field.model._base_manager.exists() for field in encrypted_fields(apps.get_models()))


def note_newest(keys: Keyring) -> bool:
    """Note the newest key as used. Return whether it is new. Raise `WrongKeys` if a used key is missing."""
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
    """End this process with one log line if its keys are wrong. Call it when a server starts.

    A database that is away does not end the process: what is read meanwhile opens with the right key or not at all.
    """
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
    """Note that no value needs the older keys any more, so that they may be removed. Return their ids.

    Call it after everything was encrypted with the newest key.
    """
    old = KeyNote.objects.filter(variable=keys.name, retired_at=None).exclude(key_id=keys.newest.id)
    ids = sorted(old.values_list("key_id", flat=True))
    old.filter(key_id__in=ids).update(retired_at=timezone.now())
    return ids


def key_location_notice() -> str:
    """Return the text that tells the operator of new keys where they are and to copy them."""
    return (
        "New encryption keys are in use. Photos, captions, names and telephone numbers open only with them:\n"
        "whoever loses the keys loses every photo, in both storages and in every backup.\n"
        f"Unless you gave them as variables, they are in {settings.DATA_DIR / 'keys'}.\n"
        "Copy that directory now to a second safe place, apart from the photos and the backups."
    )
