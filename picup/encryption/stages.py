"""How far this site has come from values that are bound to their column to values that are bound to their row.

Processes of the release before cannot read a value of today. So a site that was updated writes the old form until
`manage.py reencrypt` says otherwise, which is called when no such process runs any more:

    OLD      the old form is written, all forms are read
    BINDING  values are bound to their rows, older ones are read
    BOUND    nothing else is read: a value of before, whose place nobody can prove, is refused

A new site is BOUND from the start. The stage is a note beside those of the keys. Each process reads it when it needs
it: at most every LOOK_SECONDS, and never again once it is BOUND.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from django.apps import apps
from django.db import DatabaseError
from django.utils import timezone

LOOK_SECONDS = 30
# After this every process of the site has seen a new stage, and what it wrote before has been committed.
KNOWN_AFTER = timedelta(minutes=5)
# Notes that stand for no key (models.py). The first: nothing is left that was written before there was encryption.
PLAIN_TEXT, BINDING_NOTE, BOUND_NOTE = "no plain text", "bound to rows", "only bound to rows"


class Stage(IntEnum):
    OLD = 0
    BINDING = 1
    BOUND = 2


@dataclass
class Site:
    """What this process knows. It never goes back, whatever is deleted in the database."""

    stage: Stage = Stage.OLD
    refuses_plain_text: bool = False
    look_at: float = 0.0


_site = Site()


def site() -> Site:
    """Return how far the site is. It asks the database sometimes, as long as it is not BOUND."""
    if _site.stage < Stage.BOUND and time.monotonic() >= _site.look_at:
        look()
    return _site


def look() -> None:
    """Read the notes. Without a database, or its table, the process knows what it knew."""
    _site.look_at = time.monotonic() + LOOK_SECONDS
    try:
        found = set(notes().values_list("variable", flat=True))
    except DatabaseError:
        return
    noted = Stage.BOUND if BOUND_NOTE in found else Stage.BINDING if BINDING_NOTE in found else Stage.OLD
    _site.stage = max(_site.stage, noted)
    _site.refuses_plain_text |= bool(found & {PLAIN_TEXT, BOUND_NOTE})


def notes():
    names = (PLAIN_TEXT, BINDING_NOTE, BOUND_NOTE)
    return apps.get_model("encryption", "KeyNote").objects.filter(variable__in=names)


def note(*names: str) -> None:
    """Note that the site has come so far, and know it in this process at once."""
    for name in names:
        notes().get_or_create(variable=name, key_id="none")
    look()


def is_known_everywhere() -> bool:
    """Return whether every process knows that values are bound to their rows."""
    before = timezone.now() - KNOWN_AFTER
    return notes().filter(variable=BINDING_NOTE, first_used_at__lt=before).exists()
