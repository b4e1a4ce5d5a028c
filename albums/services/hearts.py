"""Hearts: a member loves a picture, and takes it back by the same touch."""

from django.db import transaction

from accounts.models import User
from albums.models import Heart, Picture
from albums.services.locking import lock_shown
from picup.core.transactions import retry_contended


class PictureGone(Exception):
    """The picture was put into the trash, or deleted, meanwhile."""


def set_heart(*, person: User, picture: Picture, loves: bool | None) -> bool:
    """Note whether a person loves a picture; None turns her heart on or off. Return whether she loves it now.

    A repeat changes nothing. Raise PictureGone.
    """
    return retry_contended(
        lambda: write_heart(person, picture, loves), what=f"A heart for picture {picture.pk}"
    )


def write_heart(person: User, picture: Picture, loves: bool | None) -> bool:
    """Lock the picture, so that two touches at once are one after the other, and write the heart."""
    with transaction.atomic():
        if not lock_shown([(picture.pk, picture.album_id)]):
            raise PictureGone
        mine = Heart.objects.filter(person=person, picture=picture)
        is_loved = mine.exists()
        wanted = not is_loved if loves is None else loves
        if is_loved and not wanted:
            mine.delete()
        elif wanted and not is_loved:
            Heart.objects.create(person=person, picture=picture, album_id=picture.album_id)
    return wanted
