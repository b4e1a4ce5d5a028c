"""Hash the keys of sessions that began before keys were stored hashed, without signing anybody out.

A process of an earlier release looks for a session by its plain key. It would not find a hashed row, take the parent
for signed out, and delete her cookie: she would be out for good. So no migration hashes them, because old processes
still run while it does. A tick does, UPDATE_HOURS after the migration came: until then this release reads both.
"""

from datetime import UTC, datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from accounts.models import Device, SignedInSession, User
from accounts.services.devices import AGE_SINCE, SESSION_FLAG
from picup.db.sessions import KEY_LENGTH, SessionStore, stored_key

# No update from one release to the next takes longer, with several machines too.
UPDATE_HOURS = 24
# The migration that came with hashed keys, whatever its number.
MIGRATION = "_sessions_and_journal"
BATCH = 100
# Of the sessions of earlier releases.
OLD_LIFETIME = timedelta(days=400)


def hash_keys_after_update() -> int:
    """List old sessions; hash their keys if no old process can be running any more. Return how many were hashed."""
    list_old_sessions()
    applied = MigrationRecorder.Migration.objects.filter(app="accounts", name__endswith=MIGRATION)
    is_over = applied.filter(applied__lt=timezone.now() - timedelta(hours=UPDATE_HOURS)).exists()
    return hash_keys() if is_over else 0


def hash_keys() -> int:
    """Replace every plain key of a session, a device and a listed session by its hash. Return how many sessions.

    Call it only if no process of an earlier release runs. Sessions come first: who ends one by the plain key of its
    device meanwhile deletes the hashed row too (`SessionStore.delete_rows`).
    """
    hashed = 0
    for model in (Session, Device, SignedInSession):
        while keys := list(plain_keys(model)[:BATCH]):
            with transaction.atomic():
                for key in keys:
                    model.objects.filter(session_key=key).update(session_key=stored_key(key))
            hashed += len(keys) if model is Session else 0
    return hashed


def plain_keys(model) -> QuerySet:
    rows = model.objects.annotate(length=Length("session_key")).filter(length=KEY_LENGTH)
    return rows.values_list("session_key", flat=True)


def list_old_sessions() -> None:
    """List the sessions of people with a password that began in an earlier release, for their page of sessions."""
    listed = SignedInSession.objects.values("session_key")
    owners = {}
    for row in Session.objects.filter(pk__in=plain_keys(Session)).exclude(pk__in=listed):
        data = SessionStore().decode(row.session_data)
        if SESSION_KEY in data and not data.get(SESSION_FLAG):
            owners[row.pk] = (int(data[SESSION_KEY]), began_at(row, data))
    people = User.objects.in_bulk({person for person, _ in owners.values()})
    SignedInSession.objects.bulk_create(
        [
            SignedInSession(session_key=key, user=people[person], created_at=began, last_seen_at=began)
            for key, (person, began) in owners.items()
            if person in people and people[person].has_usable_password()
        ],
        ignore_conflicts=True,
    )


def began_at(row: Session, data: dict) -> datetime:
    """Return when a session was saved last, which is when it began, or was given its age (accounts/session_ages.py)."""
    if AGE_SINCE in data:
        return datetime.fromtimestamp(data[AGE_SINCE], UTC)
    return row.expire_date - OLD_LIFETIME
