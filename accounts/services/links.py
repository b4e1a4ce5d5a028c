"""Personal links, which sign parents in without a password."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

import outbox
from accounts.counters import LINKS_CLOSED
from accounts.models import DEFAULT_TEXT_STEP, Device, PersonalLink, Role, User, hash_token, new_token
from accounts.services import journal
from accounts.services.devices import end_devices
from accounts.services.rights import lock_family, lock_owner

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class IssuedLink:
    """A new link with its token. Only here is the token known: the row holds its hash."""

    link: PersonalLink
    token: str


@dataclass(frozen=True)
class Papers:
    """What became of the papers of somebody who lost the right to make them."""

    issued: list[IssuedLink]
    # Their papers were closed, and nobody made them a new one yet.
    without: list[User]


def add_parent(
    *,
    by: User,
    name: str,
    language: str,
    help_phone: str,
    text_step: int | None = None,
    expires_at: datetime | None = None,
) -> IssuedLink:
    """Create a viewer in the family of `by`, with `by` as helper and a first personal link.

    `text_step` is one of TEXT_STEPS, or None for the default. Raise RightLost if `by` is no owner any more.
    """
    with transaction.atomic():
        lock_owner(by)
        parent = User.objects.create_user(
            family_id=by.family_id,
            role=Role.VIEWER,
            display_name=name,
            language=language,
            help_phone=help_phone,
            text_step=text_step or DEFAULT_TEXT_STEP,
            helper=by,
        )
        outbox.publish("albums.welcome", user_id=parent.pk)
        return issue_link(by=by, parent=parent, expires_at=expires_at)


def issue_link(*, by: User, parent: User, expires_at: datetime | None = None) -> IssuedLink:
    """Create another link for a parent, until `expires_at`; None means for good. Raise RightLost.

    Earlier links stay valid until they are revoked: a second paper for the kitchen wall must not sign a telephone out.
    """
    token = new_token()
    with transaction.atomic():
        lock_owner(by)
        link = PersonalLink.objects.create(
            user=parent, created_by=by, token_hash=hash_token(token), expires_at=expires_at
        )
        journal.note("link_made", by=by, about=parent)
    return IssuedLink(link, token)


def find_link(*, token: str) -> PersonalLink | None:
    """Return the link of a token with its `user`. None if it signs nobody in: see `PersonalLinkQuerySet.open`."""
    links = PersonalLink.objects.open().select_related("user__family", "user__helper")
    return links.filter(token_hash=hash_token(token)).first()


def revoke_link(*, link: PersonalLink) -> None:
    """Revoke a link, and sign out every device in which it was opened."""
    with transaction.atomic():
        if link.user.family_id:  # First, as everybody does: the journal's entry refers to it.
            lock_family(link.user.family_id)
        if close_links([link.pk]):
            journal.note("link_closed", about=link.user)


def close_links(ids: list[int]) -> int:
    """Revoke links and sign out their devices, in the caller's transaction. Return how many were open.

    Update the links before reading their devices: a device that is being signed in waits for its link's row.
    """
    closed = PersonalLink.objects.filter(pk__in=ids, revoked_at=None).update(revoked_at=timezone.now())
    end_devices(Device.objects.filter(link__in=ids))
    return closed


def parents_with_papers_of(maker: User) -> QuerySet[User]:
    """Return the parents whom links that `maker` made sign in, in the order in which they were added."""
    links = PersonalLink.objects.open().filter(created_by=maker)
    return User.objects.filter(pk__in=links.values("user_id")).order_by("created_at", "pk")


def replace_papers(*, by: User, parents: Iterable[User], anew: Iterable[str]) -> Papers:
    """Make new links for those of `parents` whose public ids are in `anew`, in the caller's transaction."""
    chosen, parents = set(anew), list(parents)
    issued = [issue_link(by=by, parent=parent) for parent in parents if parent.public_id in chosen]
    return Papers(issued, [parent for parent in parents if parent.public_id not in chosen])


def close_void() -> int:
    """Close the links whose maker or person lost the right in a way that closed nothing. Return how many.

    They open nothing (`PersonalLinkQuerySet.open`), but devices that they signed in before would stay. A tick calls
    this. It finds what somebody changed by SQL, and what was done before there was this rule.
    """
    closed = 0
    for family_id in set(PersonalLink.objects.void().values_list("user__family_id", flat=True)):
        with transaction.atomic():
            if family_id:
                lock_family(
                    family_id
                )  # Looked at once more under the lock: the right may have been given back.
            ids = PersonalLink.objects.void().filter(user__family_id=family_id).values_list("pk", flat=True)
            closed += close_links(list(ids))
    if closed:
        LINKS_CLOSED.labels("void").inc(closed)
        logger.warning(
            "Closed %d personal links whose makers or persons have no right to them any more", closed
        )
    return closed
