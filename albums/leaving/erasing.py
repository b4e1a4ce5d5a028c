"""Erase what a leaving says, phase after phase, in short transactions.

Nothing remembers how far it came: each step asks the rows what is left, and does a batch of the first phase that has
something left. So it may be killed at any point, repeated, and run twice at once. A tick calls it again as long as the
leaving's row is not finished.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

import outbox
from accounts.models import Family, Leaving
from accounts.services import erasing as accounts
from accounts.services.leaving import begin_due, begin_removed, people_of
from albums.fragments import forget_fragments
from albums.leaving import photos
from albums.leaving.report import add_counts, publish_report
from albums.resumable import cleaning
from albums.services import looks
from albums.services.deletion import run_steps
from outbox import erasing as messages
from outbox.consuming import Delivery
from picup.core.progress import Progress
from storage import erasing as files
from storage.history import forget_actor
from storage.models import Usage

# Requests that were under way when people were shut out end within this. What they leave behind must be found.
UNTIL_QUIET = timedelta(minutes=1)
# Finished messages of these only repeat what the history has.
COPIES = ("storage.record_history",)
Phase = Callable[[Leaving], Progress]


def tick() -> None:
    """Begin what is due, and go on with what is not finished."""
    begin_due(timezone.now())
    for leaving in Leaving.objects.filter(begun_at__isnull=False, finished_at=None)[:100]:
        with transaction.atomic():
            # The lock that `publish_unless_open` asks for.
            Leaving.objects.select_for_update().get(pk=leaving.pk)
            outbox.publish_unless_open("albums.erase", leaving_id=leaving.pk)


def erase_removed(delivery: Delivery, user_id: int) -> None:
    """Begin to erase a parent whom an owner has removed. The handler of `albums.erase_removed`."""
    with transaction.atomic():
        if delivery.finish() and (leaving := begin_removed(user_id)):
            outbox.publish("albums.erase", leaving_id=leaving.pk)


def continue_erasing(delivery: Delivery, leaving_id: int) -> None:
    """Erase until nothing is left, or until others must do their part first. The handler of `albums.erase`."""
    leaving = Leaving.objects.filter(pk=leaving_id, begun_at__isnull=False, finished_at=None).first()
    if leaving:
        run_steps(delivery, partial(step, leaving), "albums.erase", leaving_id=leaving_id)


def step(leaving: Leaving) -> bool:
    """Do a batch of the first phase that has something left. Return True if nothing can be done now."""
    if is_overtaken(leaving):
        with transaction.atomic():
            if lock(leaving):
                finish(leaving)
        return True
    for phase in FAMILY if leaving.closes_family else MEMBER:
        progress = phase(leaving)
        if progress is not Progress.DONE:
            return progress is Progress.WAITS
    return True


def is_overtaken(leaving: Leaving) -> bool:
    """Return True if the person is gone already, because her family was closed meanwhile.

    Asked before every step: the photos of nobody are those of other people, who left theirs to their families.
    """
    if leaving.closes_family:
        return leaving.family_id is None
    return leaving.member_id is None or not people_of(leaving).exists()


def family_id_of(leaving: Leaving) -> int:
    """Return the id of a family that closes, which its row has until it is finished."""
    if leaving.family_id is None:
        raise Leaving.DoesNotExist(f"Leaving {leaving.pk} has no family any more")
    return leaving.family_id


def erase_files(leaving: Leaving) -> Progress:
    return files.erase_files(leaving.pk, partial(add_counts, leaving.pk))


def give_up_files(leaving: Leaving) -> Progress:
    return files.give_up_family(family_id_of(leaving), leaving.pk)


def wait_until_quiet(leaving: Leaving) -> Progress:
    begun_at = leaving.begun_at or timezone.now()
    return Progress.DONE if timezone.now() - begun_at >= UNTIL_QUIET else Progress.WAITS


def forget_in_messages(leaving: Leaving) -> Progress:
    """Delete what messages say of these people. First, because a message that waits may tell the history of them."""
    people = list(people_of(leaving))
    texts = [text for person in people for text in (person.public_id, person.email or "")]
    if leaving.closes_family and leaving.family:
        texts.append(leaving.family.public_id)
    return messages.forget(texts, copies_in=COPIES)


def forget_in_history(leaving: Leaving) -> Progress:
    for public_id in people_of(leaving).values_list("public_id", flat=True):
        forget_actor(public_id)
    return Progress.DONE


def forget_pages(leaving: Leaving) -> Progress:
    if leaving.family_id:
        forget_fragments(leaving.family_id)
    return Progress.DONE


def forget_looks(leaving: Leaving) -> Progress:
    """Delete what these people have seen and loved: of ten thousand photos it is too much for their own deletion."""
    people = list(people_of(leaving).values_list("pk", flat=True))
    return Progress.WORKED if looks.forget_batch(people) else Progress.DONE


def forget_uploads(leaving: Leaving) -> Progress:
    """Delete what these people were sending, and what they were told of it."""
    people = list(people_of(leaving).values_list("pk", flat=True))
    return Progress.WORKED if cleaning.give_up_batch(people) else Progress.DONE


def erase_people(leaving: Leaving) -> Progress:
    """Delete the people, and with the last of them finish. A family's row goes with its people."""
    people = list(people_of(leaving))
    # Outside the transaction: many rows are read. Nobody of them can sign in any more, but for administrators.
    sessions = accounts.end_sessions({person.pk for person in people if not person.is_staff})
    with transaction.atomic():
        if not lock(leaving):
            return Progress.DONE
        add_counts(leaving.pk, sessions=sessions)
        for person in people:
            add_counts(leaving.pk, **accounts.erase_person(person))
        if leaving.closes_family:
            delete_family(family_id_of(leaving))
        finish(leaving)
    return Progress.DONE


def lock(leaving: Leaving) -> bool:
    """Lock the leaving's row in the caller's transaction. Return False if another worker has finished it."""
    return bool(Leaving.objects.select_for_update().filter(pk=leaving.pk, finished_at=None).first())


def delete_family(family_id: int) -> None:
    """Delete the row of a family whose albums, files and people are gone, and what its members had planned.

    Raise if a file is left: then a step repeats.
    """
    Leaving.objects.filter(family_id=family_id, begun_at=None).delete()
    accounts.forget_in_log(Family, [family_id])
    accounts.forget_in_log(Usage, [family_id])
    Family.objects.filter(pk=family_id).delete()


def finish(leaving: Leaving) -> None:
    """Finish: from now on the row is a report, of nobody. Call it in the transaction of the last effect."""
    files.forget_account(leaving.pk)
    Leaving.objects.filter(pk=leaving.pk).update(member=None, family=None, finished_at=timezone.now())
    publish_report(leaving)


MEMBER: tuple[Phase, ...] = (
    photos.erase_own,
    photos.forget_owner,
    erase_files,
    wait_until_quiet,
    forget_in_messages,
    forget_in_history,
    forget_pages,
    forget_looks,
    forget_uploads,
    erase_people,
)
FAMILY: tuple[Phase, ...] = (
    photos.erase_albums,
    give_up_files,
    erase_files,
    wait_until_quiet,
    forget_in_messages,
    forget_in_history,
    forget_pages,
    forget_looks,
    forget_uploads,
    erase_people,
)
