"""Keep one of two files with the same picture (albums/services/doubles.py). The other's pictures go to the trash.

Before they go, the kept file is shown in all their albums, with their captions. Where it has a caption of its own,
theirs follows it: nobody would look for it in the trash. What people have done with them goes over too.

All of it is one transaction: of two people who decide at once, one decides, and the other hears that somebody has.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.rights import check_contributor
from albums.models import Album, Double, Heart, Look, Picture, Visit
from albums.models.pictures import CAPTION_LENGTH
from albums.services.locking import lock_albums
from albums.services.order import Sent
from albums.services.sharing import insert_shared, may_share
from albums.services.trash import restore_pictures, trash_pictures
from picup.core.transactions import retry_contended


class Changed(Exception):
    """Somebody has decided already, or has put one of the two into the trash."""


class Updating(Exception):
    """The kept file is to be shown in another album, and the site was updated too recently for that (may_share)."""


@dataclass
class Decision:
    """What a decision did, for its undoing: the pictures in the trash since `moment`, and what came in their place."""

    moment: datetime | None = None
    trashed: list[Picture] = field(default_factory=list)
    added: list[Picture] = field(default_factory=list)
    # With the captions that they had before.
    captioned: list[tuple[Picture, str]] = field(default_factory=list)


def keep_one(*, person: User, double: Double, kept_id: int) -> Decision:
    """Keep the file `kept_id` of a pair, and put the pictures of the other into the trash.

    Raise Changed, Updating, FileGone, AlbumGone, RightLost or Busy; then nothing is changed.
    """
    return retry_contended(partial(decide, person, double, kept_id), what=f"Deciding on double {double.pk}")


def decide(person: User, double: Double, kept_id: int) -> Decision:
    """Do what `keep_one` does. Lock rows in the order of all changes of pictures: albums, pictures, files."""
    decision = Decision()
    with transaction.atomic(durable=True):
        check_contributor(person)
        pictures = lock_pictures([double.first_id, double.second_id])
        kept = [picture for picture in pictures if picture.file_id == kept_id]
        going = [picture for picture in pictures if picture.file_id != kept_id and is_shown(picture)]
        is_open = Double.objects.select_for_update().filter(pk=double.pk, kept_at=None).exists()
        if not is_open or not going or not any(map(is_shown, kept)):
            raise Changed
        for picture in going:
            hand_over(person, picture, kept, decision)
        decision.moment, decision.trashed = trash_pictures(going), going
    return decision


def lock_pictures(file_ids: Iterable[int]) -> list[Picture]:
    """Lock the pictures of files, in the trash or not, and their albums before them. Return them with their albums."""
    found = dict(Picture.objects.filter(file__in=list(file_ids)).values_list("pk", "album_id"))
    lock_albums(sorted(set(found.values())))
    albums = Album.objects.in_bulk(found.values())
    pictures = list(Picture.objects.select_for_update().filter(pk__in=found).order_by("pk"))
    for picture in pictures:
        picture.album = albums[picture.album_id]
    return pictures


def is_shown(picture: Picture) -> bool:
    return picture.trashed_at is None and picture.album.trashed_at is None


def hand_over(person: User, going: Picture, kept: list[Picture], decision: Decision) -> None:
    """Show the kept file where a picture is that goes, and give it what that has: caption, cover, hearts, looks."""
    heir = next((picture for picture in kept if picture.album_id == going.album_id), None)
    if heir is None:
        heir = show_instead(person, going, kept)
        decision.added.append(heir)
    elif heir.trashed_at:
        restore_pictures([heir])
        decision.added.append(heir)
    caption = join_captions(heir.caption, going.caption)
    if caption != heir.caption:
        decision.captioned.append((heir, heir.caption))
        heir.caption = caption
        heir.save(update_fields=["caption"])
    Album.objects.filter(pk=going.album_id, cover=going).update(cover=heir)
    hand_over_looks(going, heir, is_new=heir in decision.added)


def join_captions(own: str, other: str) -> str:
    """Return the caption that says both. What does not fit stays with the other, in the trash."""
    joined = " · ".join(dict.fromkeys(text for text in (own, other) if text))
    return own if other in own or len(joined) > CAPTION_LENGTH else joined


def show_instead(person: User, going: Picture, kept: list[Picture]) -> Picture:
    """Insert a picture of the kept file in the album of one that goes. Raise Updating, FileGone or AlbumGone."""
    if not may_share():
        raise Updating
    model = next(filter(is_shown, kept))
    sent = Sent(going.caption or model.caption)
    heir = insert_shared(person, going.album, model.file, model.name, sent)
    if heir.taken_at is None:
        # Nobody can date it, so it takes the place of the other.
        heir.order_time = going.order_time
        heir.save(update_fields=["order_time"])
    return heir


def hand_over_looks(going: Picture, heir: Picture, *, is_new: bool) -> None:
    """Let those love the heir who love what goes, and stop where they stopped. Who has seen that has seen the heir."""
    lovers = Heart.objects.filter(picture=going).values_list("person_id", flat=True)
    hearts = [Heart(person_id=lover, picture=heir, album_id=heir.album_id) for lover in lovers]
    Heart.objects.bulk_create(hearts, ignore_conflicts=True)
    Visit.objects.filter(picture=going).update(picture=heir)
    if is_new:
        unseen = Look.objects.filter(picture=going, seen_at=None).values_list("person_id", flat=True)
        seen = Look.objects.filter(picture=heir, seen_at=None).exclude(person__in=list(unseen))
        Look.objects.filter(pk__in=list(seen.values_list("pk", flat=True))).update(seen_at=timezone.now())
