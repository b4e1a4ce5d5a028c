"""The report: how much was erased, by kind. Numbers and dates only, so that it may stay."""

from collections import Counter

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

import outbox
from accounts.models import Leaving
from outbox.consuming import Delivery

# The kinds in the order of the page.
KINDS = {
    "photos": _("photos"),
    "albums": _("albums"),
    "files": _("files, in every storage"),
    "events": _("entries in the history of files"),
    "people": _("people"),
    "links": _("personal links"),
    "devices": _("devices"),
    "invitations": _("invitations"),
    "sessions": _("sign-ins"),
}
# Printed letters would be read by whoever reads the log.
NO_MAIL = ("django.core.mail.backends.console.EmailBackend", "django.core.mail.backends.dummy.EmailBackend")


def add_counts(leaving_id: int, **numbers: int) -> None:
    """Add numbers of what was erased to the report, in the transaction of the effect."""
    leaving = Leaving.objects.select_for_update().get(pk=leaving_id)
    Leaving.objects.filter(pk=leaving_id).update(report=dict(Counter(leaving.report) + Counter(numbers)))


def lines_of(leaving: Leaving) -> list[tuple[str, int]]:
    """Return the report's lines: what it is, and how many were erased."""
    return [(str(label), leaving.report[kind]) for kind, label in KINDS.items() if leaving.report.get(kind)]


def publish_report(leaving: Leaving) -> None:
    """Publish the letter with the report, in the caller's transaction. Without mail, forget the address now."""
    if leaving.email and settings.EMAIL_BACKEND not in NO_MAIL:
        outbox.publish("albums.send_leaving_report", leaving_id=leaving.pk)
    else:
        Leaving.objects.filter(pk=leaving.pk).update(email="")


def send_report(delivery: Delivery, leaving_id: int) -> None:
    """Send the letter, and forget the address with that. The handler of `albums.send_leaving_report`."""
    leaving = Leaving.objects.filter(pk=leaving_id).first()
    if leaving and leaving.email:
        with translation.override(leaving.language or settings.LANGUAGE_CODE):
            context = {"leaving": leaving, "lines": lines_of(leaving), "backup_days": settings.BACKUP_DAYS}
            subject = render_to_string("left_subject.txt", context).strip()
            body = render_to_string("left_email.txt", context)
        send_mail(subject, body, None, [leaving.email])
    with transaction.atomic():
        if delivery.finish():
            Leaving.objects.filter(pk=leaving_id).update(email="")
