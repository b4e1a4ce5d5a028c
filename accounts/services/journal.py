"""The account journal: what people did with accounts, links and what is deleted for good. Owners read it.

An act calls `note` in its own transaction:

    journal.note("link_closed", about=link.user)

A row holds a code and the names as they were; the sentence is made when somebody reads it, in her language. Details
hold words and numbers, never a secret: no token, no key, no address on the internet. A new act is a line in SENTENCES.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from accounts.models import JournalEntry, User, translate_label
from picup.core.actor import current_actor
from picup.core.sizes import size_in_words

# What stands after the name of who did it. `%(about)s` is whom it was about.
SENTENCES = {
    "signed_in": gettext_noop("signed in: %(device)s"),
    "link_opened": gettext_noop("opened the link on a new device: %(device)s"),
    "session_ended": gettext_noop("signed out a device: %(device)s"),
    "other_sessions_ended": gettext_noop("signed out everywhere else"),
    "password_changed": gettext_noop("changed the password"),
    "second_step_on": gettext_noop("turned on the second step of %(about)s"),
    "second_step_off": gettext_noop("turned off the second step of %(about)s"),
    "link_made": gettext_noop("made a link for %(about)s"),
    "link_closed": gettext_noop("closed a link of %(about)s"),
    "invited": gettext_noop("invited somebody to add photos"),
    "invitation_closed": gettext_noop("took an invitation back"),
    "joined": gettext_noop("joined by an invitation"),
    "member_edited": gettext_noop("changed what is written about %(about)s"),
    "made_owner": gettext_noop("made %(about)s an owner"),
    "made_contributor": gettext_noop("made %(about)s a contributor"),
    "member_removed": gettext_noop("removed %(about)s from the family"),
    "photo_deleted": gettext_noop("deleted a photo for good, from the album “%(title)s”"),
    "photos_deleted": gettext_noop("deleted photos for good, this many: %(count)s"),
    "album_deleted": gettext_noop("deleted the album “%(title)s” for good"),
    "trash_emptied": gettext_noop("emptied the trash"),
    "limit_changed": gettext_noop("changed the limit to %(bytes)s"),
}
# Details that are put into words when they are read.
IN_WORDS: dict[str, Callable[..., str]] = {"device": translate_label, "bytes": size_in_words}
# How `current_actor` begins in the admin.
ADMINISTRATOR = "administrator "
BATCH = 1000


class OutsideTransaction(Exception):
    """An entry was noted outside a transaction: it could stay although its act was undone, or the other way round."""


def note(
    code: str, *, by: User | None = None, about: User | None = None, family_id: int | None = None, **details
) -> None:
    """Note an act in the journal of a family, in the caller's transaction.

    `code` is one of SENTENCES. `by` did it, by default who acts now (picup/core/actor.py). The family is that of
    `about`, else of `by`, unless `family_id` says another; without any, nothing is noted. `details` are words and
    numbers that the sentence names.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"journal.note({code!r}) needs a transaction around it and its act.")
    if code not in SENTENCES:
        raise KeyError(code)
    is_administrator = by is None and current_actor().startswith(ADMINISTRATOR)
    by = by or find_actor()
    if family_id is None and (person := about or by):
        family_id = person.family_id
    if family_id is None:
        return
    names = {"by": by.display_name if by else "", "administrator": is_administrator}
    if about:
        names["about"] = about.display_name
    words = json.dumps(names | details, ensure_ascii=False)
    JournalEntry.objects.create(family_id=family_id, code=code, by=by, about=about, details=words)


def find_actor() -> User | None:
    """Return the member who acts now. None for an administrator in the admin, a worker, a command, and nobody."""
    actor = current_actor()
    # A public id, and nothing else, has no blank; "worker" and "-" find nobody.
    return None if " " in actor else User.objects.filter(public_id=actor).first()


@dataclass(frozen=True)
class Line:
    """An entry as it is read: `who` did `what`."""

    entry: JournalEntry
    who: str
    what: str


def read(entry: JournalEntry) -> Line:
    """Return an entry in words of the active language. Blank details (a lost key) and unknown codes raise nothing."""
    details = json.loads(entry.details or "{}")
    who = details.get("by") or gettext("The site")
    if details.get("administrator"):
        who = gettext("An administrator of the site")
    words = {name: IN_WORDS[name](value) if name in IN_WORDS else value for name, value in details.items()}
    try:
        what = gettext(SENTENCES[entry.code]) % words
    except KeyError:
        what = gettext("did something that cannot be read")
    return Line(entry, who, what)


def forget_person(user: User) -> None:
    """Delete every entry that names a person, for somebody who leaves and whose row stays.

    Deleting the person's row, or the family's, deletes them too, by cascade.
    """
    JournalEntry.objects.filter(Q(by=user) | Q(about=user)).delete()


def prune(*, most: int = 100_000) -> int:
    """Delete entries that are older than JOURNAL_DAYS. Return how many; stop soon after `most`.

    Delete in batches, because one large DELETE would make those who write wait.
    """
    old = JournalEntry.objects.filter(at__lt=timezone.now() - timedelta(days=settings.JOURNAL_DAYS))
    pruned = 0
    while pruned < most and (ids := list(old.values_list("pk", flat=True)[:BATCH])):
        pruned += JournalEntry.objects.filter(pk__in=ids).delete()[0]
    return pruned
