"""Letters to owners about a new device of a personal link: whoever reads them knows whether it is the parent's.

The device's opening only publishes a message. A worker writes the letters.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

import outbox
from accounts.models import Device, Role, User
from accounts.services.members import members_of
from outbox.consuming import Delivery

# Of one link. Who opens it a thousand times must not fill the owners' mailboxes; the family's page shows them all.
LETTERS_AT_MOST = 5
WITHIN = timedelta(days=1)
PRINTS_MAIL = "django.core.mail.backends.console.EmailBackend"


def tell_owners(delivery: Delivery, *, device_id: int, origin: str) -> None:
    """Publish a message for each owner of the device's family who has an e-mail, if the site sends letters."""
    device = find_device(device_id)
    owners = owners_to_tell(device) if device and sends_letters() and not had_enough_letters(device) else []
    with transaction.atomic():
        for owner_id in owners:
            outbox.publish(
                "accounts.send_device_letter", device_id=device_id, owner_id=owner_id, origin=origin
            )
        delivery.finish()


def find_device(device_id: int) -> Device | None:
    return Device.objects.select_related("link__user__family").filter(pk=device_id).first()


def owners_to_tell(device: Device) -> list[int]:
    owners = members_of(device.link.user.family_id).filter(role=Role.OWNER, email__isnull=False)
    if settings.LETTERS_ARE_SENT:  # To nobody who has not shown that the e-mail is hers.
        owners = owners.exclude(email_verified_at=None)
    return list(owners.order_by("pk").values_list("pk", flat=True))


def sends_letters() -> bool:
    """Return False without EMAIL_URL, when letters would be printed."""
    return settings.EMAIL_BACKEND != PRINTS_MAIL


def had_enough_letters(device: Device) -> bool:
    """Return True if the link was opened on LETTERS_AT_MOST devices before this one, WITHIN so much time."""
    earlier = Device.objects.filter(
        link_id=device.link_id, pk__lt=device.pk, first_seen_at__gt=device.first_seen_at - WITHIN
    )
    return earlier.count() >= LETTERS_AT_MOST


def send_letter(*, device_id: int, owner_id: int, origin: str) -> None:
    """Send the letter, or do nothing if the owner is none any more. Raise SMTP's exceptions.

    An owner who chose no language reads the parent's, because nobody knows what her browser would ask for.
    """
    device = find_device(device_id)
    if device is None:
        return
    parent = device.link.user
    owner = members_of(parent.family_id).filter(pk=owner_id, role=Role.OWNER).first()
    if owner is None or not owner.email:
        return
    with translation.override(owner.language or parent.language or settings.LANGUAGE_CODE):
        subject, body = write_letter(owner, device, origin)
    send_mail(subject, body, None, [owner.email])


def write_letter(owner: User, device: Device, origin: str) -> tuple[str, str]:
    """Return the subject and the text, in the active language."""
    context = {
        "owner": owner,
        "parent": device.link.user,
        "device": device,
        "address": origin + reverse("family"),
    }
    # One line, whatever stands in a name: a line break would begin a header of its own.
    subject = " ".join(render_to_string("device_letter_subject.txt", context).split())
    return subject, render_to_string("device_letter.txt", context)
