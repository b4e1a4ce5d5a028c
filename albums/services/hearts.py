"""Hearts: a member loves a picture, and takes it back by the same touch."""

from django.db import transaction

from accounts.models import User
from albums.models import Heart, Picture


def set_heart(*, person: User, picture: Picture, loves: bool) -> None:
    """Note that a person loves a picture, or does not. A repeat changes nothing."""
    with transaction.atomic():
        mine = Heart.objects.filter(person=person, picture=picture)
        if not loves:
            mine.delete()
        else:
            heart = Heart(person=person, picture=picture, album_id=picture.album_id)
            Heart.objects.bulk_create([heart], ignore_conflicts=True)


def toggle_heart(*, person: User, picture: Picture) -> bool:
    """Turn a person's heart on or off. Return whether she loves the picture now.

    Two toggles at the same moment end where one of them does.
    """
    loves = not Heart.objects.filter(person=person, picture=picture).exists()
    set_heart(person=person, picture=picture, loves=loves)
    return loves
