"""Erasing what messages and dead letters say of somebody who left."""

import json
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Max, Min, Q, QuerySet, TextField
from django.db.models.functions import Cast

from outbox.models import DeadLetter, Message
from picup.core.progress import Progress

# Ids that are searched in one query: no index finds a text.
WINDOW = 20_000
BATCH = 200
TEXTS = ("arguments_text", "body", "error", "traceback")


def forget(texts: Sequence[str], *, copies_in: Iterable[str] = ()) -> Progress:
    """Delete finished messages and settled dead letters that contain one of `texts`, such as an e-mail or a public id.

    `copies_in` are tasks whose finished messages only repeat what is stored elsewhere: those are all deleted. WAITS if
    a message that contains one is still to be handled.
    """
    waits = False
    for messages in windows(Message.objects.annotate(text=Cast("arguments", TextField()))):
        found = messages.filter(contains(texts, ["text", "error"]))
        waits |= found.exclude(state__in=Message.FINISHED).filter(~given_up()).exists()
        delete(found.filter(Q(state__in=Message.FINISHED) | given_up()))
        delete(messages.filter(state__in=Message.FINISHED, task__in=list(copies_in)))
    for letters in windows(DeadLetter.objects.annotate(arguments_text=Cast("arguments", TextField()))):
        found = letters.filter(contains(texts, TEXTS)).exclude(message__state__in=Message.OPEN)
        delete(found.filter(Q(replay_at=None) | Q(message=None)))
    return Progress.WAITS if waits else Progress.DONE


def forget_letters(texts: Sequence[str]) -> None:
    """Delete dead letters that contain one of `texts`, such as a file's key, and whose message is finished or gone."""
    for letters in windows(DeadLetter.objects.annotate(arguments_text=Cast("arguments", TextField()))):
        found = letters.filter(
            contains(texts, TEXTS), Q(message=None) | Q(message__state__in=Message.FINISHED)
        )
        delete(found)


def delete(rows: QuerySet) -> None:
    """Delete rows in batches: Django reads whole rows to delete them, and a message may have 100 kB."""
    while ids := list(rows.values_list("pk", flat=True)[:BATCH]):
        rows.model._default_manager.filter(pk__in=ids).delete()


def given_up() -> Q:
    """Failed, and no clock will replay it: its letter waits for a person, and goes too."""
    return Q(state=Message.State.FAILED, dead_letter__replay_at=None)


def contains(texts: Sequence[str], columns: Sequence[str]) -> Q:
    """Return the condition that one of `columns` contains one of `texts`, as it is or as JSON writes it."""
    spellings = {spelling for text in texts if text for spelling in (text, json.dumps(text)[1:-1])}
    conditions = [Q(**{f"{column}__contains": text}) for column in columns for text in sorted(spellings)]
    return reduce(or_, conditions, Q(pk__in=[]))


def windows(rows):
    """Yield the rows in ranges of WINDOW ids."""
    ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is not None:
        for start in range(ends["first"], ends["last"] + 1, WINDOW):
            yield rows.filter(pk__gte=start, pk__lt=start + WINDOW)
