"""Erasing a person: everything that this app's tables, sessions, the lock-out and the admin's log say of her."""

from importlib import import_module

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from accounts.models import Device, Invitation, PersonalLink, User
from accounts.services import journal

# Sessions that are read together.
WINDOW = 500


def end_sessions(user_ids: set[int]) -> int:
    """Delete all sessions of these people. Return how many. What a session holds is readable to the site only, so every
    session is opened."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions, ended, after = store.get_model_class().objects, 0, ""
    wanted = {str(pk) for pk in user_ids}
    while rows := list(sessions.filter(pk__gt=after).order_by("pk")[:WINDOW]):
        theirs = [row.pk for row in rows if store.decode(row.session_data).get(SESSION_KEY) in wanted]
        ended += sessions.filter(pk__in=theirs).delete()[0]
        after = rows[-1].pk
    return ended


def erase_person(person: User) -> dict[str, int]:
    """Delete a person with all that refers to her. Return numbers by kind. Call it in a transaction, and
    `end_sessions` before.

    An administrator of the site keeps the account, and is of no family any more.
    """
    links = PersonalLink.objects.filter(user=person)
    invitations = Invitation.objects.filter(Q(invited_by=person) | Q(accepted_by=person))
    forget_in_log(PersonalLink, links.values_list("pk", flat=True))
    forget_in_log(Invitation, invitations.values_list("pk", flat=True))
    forget_in_log(User, [person.pk])
    counts = {
        "devices": Device.objects.filter(link__user=person).delete()[0],
        "links": links.delete()[0],
        "invitations": invitations.delete()[0],
    }
    forget_attempts(person)
    journal.forget_person(person)
    # The number on a parent's button that calls for help is the helper's own.
    User.objects.filter(helper=person).update(helper=None, help_phone="")
    if person.is_staff:
        User.objects.filter(pk=person.pk).update(family=None)
    else:
        person.delete()
        counts["people"] = 1
    return counts


def forget_in_log(model: type[Model], ids) -> None:
    """Delete what the admin's log says of rows of a model."""
    kind = ContentType.objects.get_for_model(model)
    LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in ids]).delete()


def forget_attempts(person: User) -> None:
    """Delete the failed sign-ins that the lock-out counted for the person's e-mail."""
    if person.email:
        for model in (AccessAttempt, AccessFailureLog, AccessLog):
            model.objects.filter(username=person.email).delete()
