"""Personal links, which sign parents in without a password."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import DEFAULT_TEXT_STEP, Device, PersonalLink, Role, User, hash_token, new_token
from accounts.services import journal
from accounts.services.devices import end_devices


@dataclass(frozen=True)
class IssuedLink:
    """A new link with its token. Only here is the token known: the row holds its hash."""

    link: PersonalLink
    token: str


def add_parent(
    *, by: User, name: str, language: str, help_phone: str, text_step: int | None = None
) -> IssuedLink:
    """Create a viewer in the family of `by`, with `by` as helper and a first personal link.

    `text_step` is one of TEXT_STEPS, or None for the default.
    """
    with transaction.atomic():
        parent = User.objects.create_user(
            family_id=by.family_id,
            role=Role.VIEWER,
            display_name=name,
            language=language,
            help_phone=help_phone,
            text_step=text_step or DEFAULT_TEXT_STEP,
            helper=by,
        )
        return issue_link(by=by, parent=parent)


def issue_link(*, by: User, parent: User) -> IssuedLink:
    """Create another link for a parent.

    Earlier links stay valid until they are revoked: a second paper for the kitchen wall must not sign a telephone out.
    """
    token = new_token()
    with transaction.atomic():
        link = PersonalLink.objects.create(user=parent, created_by=by, token_hash=hash_token(token))
        journal.note("link_made", by=by, about=parent)
    return IssuedLink(link, token)


def find_link(*, token: str) -> PersonalLink | None:
    """Return the link of a token with its `user`. None if there is none, it was revoked, or its person was removed.

    A link signs in viewers only, even if the admin has changed its person's role since.
    """
    return (
        PersonalLink.objects.select_related("user__family", "user__helper")
        .filter(token_hash=hash_token(token), revoked_at=None)
        .filter(user__is_active=True, user__role=Role.VIEWER, user__family__isnull=False)
        .first()
    )


def revoke_link(*, link: PersonalLink) -> None:
    """Revoke a link, and sign out every device in which it was opened."""
    with transaction.atomic():
        # Update the link before reading its devices: a device that is being signed in waits for this row's lock.
        closed = PersonalLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
        end_devices(Device.objects.filter(link=link))
        if closed:
            journal.note("link_closed", about=link.user)
