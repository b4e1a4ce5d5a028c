"""Undo what a person has just done. The message that tells her of it carries a sealed token, which her button sends.

A token names what was done and what stood there before. It opens only for the person who did it, and for
UNDO_SECONDS. It undoes nothing that somebody has changed since.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from albums.models import Album, Double, Picture
from albums.services.deciding import Decision
from albums.services.doubles import ask_again
from albums.services.trash import albums_in_trash, in_trash, restore_album, restore_pictures, trash_pictures
from picup.encryption.columns import Unreadable, seal, unseal
from picup.encryption.keyring import field_keys

UNDO_SECONDS = 3600


@dataclass(frozen=True)
class Undone:
    """What an undo changed: `count` of `wanted` things, and the address of the page to show then."""

    url: str
    count: int
    wanted: int = 1


def make_token(person: User, act: str, **values) -> str:
    """Return a token for `undo`. Seal it, because it may hold a caption, and messages are kept in sessions."""
    text = json.dumps({"act": act, "made": timezone.now().timestamp(), **values})
    return seal(text, associated_data(person), field_keys().newest)


def associated_data(person: User) -> str:
    return f"undo:{person.pk}"


def token_for_trashed(person: User, pictures: Sequence[Picture], moment: datetime, back: str) -> str:
    """Return a token that brings pictures back from the trash. `back` is the page to show then."""
    ids = [picture.pk for picture in pictures]
    return make_token(person, "pictures", ids=ids, at=moment.isoformat(), back=back)


def token_for_trashed_album(person: User, album: Album, moment: datetime) -> str:
    return make_token(person, "album", id=album.pk, at=moment.isoformat())


def token_for_cover(person: User, picture: Picture, former_id: int | None) -> str:
    return make_token(person, "cover", id=picture.pk, former=former_id)


def token_for_caption(person: User, picture: Picture, former: str) -> str:
    return make_token(person, "caption", id=picture.pk, former=former, written=digest(picture.caption))


def token_for_decision(person: User, decision: Decision) -> str:
    """Return a token that takes back that one of two files with the same picture was kept."""
    captions = [(one.pk, former, digest(one.caption)) for one, former in decision.captioned]
    added = [picture.pk for picture in decision.added]
    ids = [picture.pk for picture in decision.trashed]
    moment = decision.moment.isoformat() if decision.moment else ""
    return make_token(person, "decision", ids=ids, at=moment, added=added, captions=captions)


def token_for_kept_both(person: User, double: Double) -> str:
    return make_token(person, "kept both", id=double.pk)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def undo(person: User, token: str) -> Undone | None:
    """Undo what a token names. Return None if it is not the person's, or too old."""
    try:
        values = json.loads(unseal(token, associated_data(person), field_keys()))
    except (Unreadable, ValueError):
        return None
    if person.family_id is None or timezone.now().timestamp() - values["made"] > UNDO_SECONDS:
        return None
    return ACTS[values["act"]](person.family_id, values)


def undo_pictures(family_id: int, values: dict) -> Undone:
    """Bring back the pictures that are in the trash since that moment."""
    moment = datetime.fromisoformat(values["at"])
    pictures = list(in_trash(family_id).filter(pk__in=values["ids"], trashed_at=moment))
    restore_pictures(pictures)
    return Undone(values["back"] if pictures else reverse("trash"), len(pictures), len(values["ids"]))


def undo_album(family_id: int, values: dict) -> Undone:
    moment = datetime.fromisoformat(values["at"])
    album = albums_in_trash(family_id).filter(pk=values["id"], trashed_at=moment).first()
    if album is None or not restore_album(album, trashed_at=moment):
        return Undone(reverse("shelf"), 0)
    return Undone(album.get_absolute_url(), 1)


def undo_decision(family_id: int, values: dict) -> Undone:
    """Bring back the pictures that went, and take away what came in their place: pictures and captions.

    Only if all came back: the same picture must stay in each album.
    """
    undone = undo_pictures(family_id, {**values, "back": reverse("doubles")})
    if undone.count == undone.wanted:
        shown = Picture.objects.filter(pk__in=values["added"], album__family_id=family_id, trashed_at=None)
        trash_pictures(list(shown))
        for pk, former, written in values["captions"]:
            undo_caption(family_id, {"id": pk, "former": former, "written": written})
    return undone


def undo_kept_both(family_id: int, values: dict) -> Undone:
    return Undone(reverse("doubles"), ask_again(family_id, values["id"]))


@transaction.atomic
def undo_cover(family_id: int, values: dict) -> Undone:
    """Put the former cover back, if the album still has the later one."""
    picture = find_shown(family_id, values["id"])
    if not picture:
        return Undone(reverse("shelf"), 0)
    former = Picture.objects.filter(album=picture.album, pk=values["former"], trashed_at=None).first()
    covered = Album.objects.filter(pk=picture.album_id, cover=picture)
    return Undone(picture.get_absolute_url(), covered.update(cover=former) if former else 0)


@transaction.atomic
def undo_caption(family_id: int, values: dict) -> Undone:
    """Put the former caption back, if the later one still stands there."""
    picture = find_shown(family_id, values["id"])
    if not picture:
        return Undone(reverse("shelf"), 0)
    if digest(picture.caption) != values["written"]:
        return Undone(picture.get_absolute_url(), 0)
    picture.caption = values["former"]
    picture.save(update_fields=["caption"])
    return Undone(picture.get_absolute_url(), 1)


def find_shown(family_id: int, pk: int) -> Picture | None:
    """Return a picture of the family that is not in the trash, its album's row locked first and then its own."""
    picture = Picture.objects.filter(pk=pk, album__family_id=family_id).first()
    if not picture:
        return None
    album = Album.objects.select_for_update().filter(pk=picture.album_id, trashed_at=None).first()
    picture = Picture.objects.select_for_update().filter(pk=pk, album=album, trashed_at=None).first()
    if picture and album:
        picture.album = album
    return picture if album else None


ACTS: dict[str, Callable[[int, dict], Undone]] = {
    "pictures": undo_pictures,
    "album": undo_album,
    "cover": undo_cover,
    "caption": undo_caption,
    "decision": undo_decision,
    "kept both": undo_kept_both,
}
