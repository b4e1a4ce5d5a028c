"""Personal links: how a parent gets in without a password."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import DEFAULT_TEXT_STEP, Device, PersonalLink, Role, User, hash_token, new_token
from accounts.services.devices import end_devices


@dataclass(frozen=True)
class IssuedLink:
    """A new link with its token, which is known only now: the row keeps a hash."""

    link: PersonalLink
    token: str


def add_parent(
    *, by: User, name: str, language: str, help_phone: str, text_step: int | None = None
) -> IssuedLink:
    """Makes a viewer of `by`'s family, whose helper is `by`, with her first personal link."""
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
    """One more link for a parent. Her earlier ones go on working until they are revoked: a second paper for
    the kitchen wall must not sign her telephone out."""
    token = new_token()
    link = PersonalLink.objects.create(user=parent, created_by=by, token_hash=hash_token(token))
    return IssuedLink(link, token)


def find_link(*, token: str) -> PersonalLink | None:
    """The link that `token` opens; None when there is none, it was revoked, or its person was removed.

    Only viewers are signed in by a link, whatever the rows say.
    """
    return (
        PersonalLink.objects.select_related("user__family", "user__helper")
        .filter(token_hash=hash_token(token), revoked_at=None)
        .filter(user__is_active=True, user__role=Role.VIEWER, user__family__isnull=False)
        .first()
    )


def revoke_link(*, link: PersonalLink) -> None:
    """From now on the link opens nothing, and every device that it opened is signed out."""
    with transaction.atomic():
        # Written before the devices are read: a device that is just being signed in waits for this row.
        PersonalLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
        end_devices(Device.objects.filter(link=link))
