"""What each member has not seen yet: rows that come with a picture or a member, and go with a member.

With a picture they go by the foreign key.
"""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.services.members import members_of
from albums.models import Album, Heart, Look, Picture, Visit
from albums.services.locking import lock_albums, lock_shown
from albums.years import album_keys
from outbox.consuming import Delivery
from picup.core.transactions import retry_contended

# Of the family's pictures, the newest so many are new to a member who joins.
NEW_AT_JOINING = 300
# Rows deleted in one transaction.
BATCH = 1000
# Pictures that one request may say were seen.
SEEN_AT_ONCE = 100


def add_looks(picture: Picture) -> None:
    """Make a picture new to all members but its uploader. Call it in the transaction that makes the picture ready.

    A repeat changes nothing.
    """
    people = members_of(picture.album.family_id).exclude(pk=picture.uploaded_by_id)
    insert_looks((person_id, picture.pk) for person_id in people.values_list("pk", flat=True))


def insert_looks(pairs: Iterable[tuple[int, int]]) -> None:
    looks = [Look(person_id=person_id, picture_id=picture_id) for person_id, picture_id in pairs]
    Look.objects.bulk_create(looks, ignore_conflicts=True)


def welcome(delivery: Delivery, user_id: int) -> None:
    """Make the newest pictures of the family new to a member who joined. The handler of `albums.welcome`."""
    retry_contended(lambda: write_welcome(delivery, user_id), what=f"What is new to {user_id}, who joined")


def write_welcome(delivery: Delivery, user_id: int) -> None:
    with transaction.atomic():
        person = User.objects.filter(pk=user_id, family__isnull=False, is_active=True).first()
        if person and delivery.finish():
            # A picture that is becoming ready has locked its album. Either it is ready before, and found here; or it
            # waits, and then finds the person among the members.
            lock_albums(album_keys(person))
            insert_looks((person.pk, picture_id) for picture_id in newest_for(person))


def newest_for(person: User) -> list[int]:
    """Return the ids of the newest ready pictures that others added to a person's family, the oldest first.

    Ask album after album, because no index has a family's pictures: each reads the end of the album's own index.
    """
    newest: list[int] = []
    albums = Album.objects.filter(family_id=person.family_id, trashed_at=None)
    for album_id in albums.values_list("pk", flat=True):
        pictures = Picture.objects.filter(album_id=album_id, trashed_at=None, state=Picture.State.READY)
        others = pictures.exclude(uploaded_by_id=person.pk).order_by("-pk")
        newest = sorted([*newest, *others.values_list("pk", flat=True)[:NEW_AT_JOINING]])[-NEW_AT_JOINING:]
    return newest


def forget_batch(user_ids: Sequence[int]) -> int:
    """Delete a batch of what members have seen, where they stopped and what they love. Return how many rows."""
    for model in (Look, Visit, Heart):
        rows = model._default_manager.filter(person_id__in=user_ids)
        if ids := list(rows.values_list("pk", flat=True)[:BATCH]):
            return model._default_manager.filter(pk__in=ids).delete()[0]
    return 0


def mark_seen(*, person: User, picture_ids: Sequence[str]) -> None:
    """Note that pictures were on a person's screen, the last of them last. Ids that are not her family's do nothing.

    Only the first SEEN_AT_ONCE of `picture_ids`, which are public, count. A repeat changes nothing but where she
    stopped.
    """
    wanted = list(dict.fromkeys(picture_ids))[:SEEN_AT_ONCE]
    shown = Picture.objects.filter(
        public_id__in=wanted, trashed_at=None, album__family_id=person.family_id, album__trashed_at=None
    )
    found = {row[0]: row[1:] for row in shown.values_list("public_id", "pk", "album_id")}
    in_order = [found[public_id] for public_id in wanted if public_id in found]
    if in_order:
        retry_contended(lambda: write_seen(person, in_order), what=f"What {person.pk} has seen")


def write_seen(person: User, in_order: list[tuple[int, int]]) -> None:
    """Write what was seen, pairs of picture and album. Lock rows in the order of their ids."""
    now = timezone.now()
    with transaction.atomic():
        # Visits refer to them: none may be deleted for good meanwhile.
        there = lock_shown(in_order)
        last = {album_id: picture_id for picture_id, album_id in in_order if picture_id in there}
        visits = [
            Visit(person=person, album_id=album_id, picture_id=picture_id, at=now)
            for album_id, picture_id in sorted(last.items())
        ]
        # Also one that was put away: its picture has come back, and the message that brings back its look has not.
        unseen = Look.objects.filter(Q(seen_at=None) | Q(seen_at=Look.PUT_AWAY), person=person)
        if ids := sorted(unseen.filter(picture__in=[pk for pk, _ in in_order]).values_list("pk", flat=True)):
            unseen.filter(pk__in=ids).update(seen_at=now)
        Visit.objects.bulk_create(
            visits,
            update_conflicts=True,
            update_fields=["picture", "at"],
            unique_fields=["album", "person"] if names_conflict() else None,
        )


def names_conflict() -> bool:
    """Return whether the database wants the columns of a conflict named, as SQLite does; MariaDB refuses them."""
    return connection.features.supports_update_conflicts_with_target
