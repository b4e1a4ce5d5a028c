"""Make one picture of the two files of a Live Photo, whichever comes first.

The later file finds the earlier one by its key (albums/motion/pairing.py), in the same album, of the same person: what
she takes with her when she leaves is then whole. Both lock the album's row first. So of two that come at once, the
later transaction sees what the earlier one has done.
"""

from datetime import timedelta

from django.db import IntegrityError
from django.utils import timezone

import outbox
from albums.models import FILM, Album, Derivative, Heart, Motion, Picture, Visit
from albums.motion import pairing
from albums.services.albums import AlbumGone, count_moved
from albums.services.unneeded import lock_unneeded
from albums.services.updating import is_settled
from storage.models import StoredFile
from storage.services import request_deletion

# Files that are only named alike are a pair if they came so soon after each other.
SAME_NAME = timedelta(minutes=30)
MIGRATION = "_films_of_photos"


class FilmKnown(IntegrityError):
    """The album has this film already, as that of a photo."""


def find_motion(picture: Picture) -> Motion | None:
    """Return the film that came with a photo in a file of its own. None for all other pictures."""
    return (
        Motion.objects.select_related("file").filter(picture=picture).first() if picture.is_motion else None
    )


def film_file(picture: Picture) -> StoredFile:
    """Return the stored file that has a picture's film, in it or as the whole of it."""
    motion = find_motion(picture)
    return motion.file if motion else picture.file


def pictures_of_film(file: StoredFile) -> list[int]:
    """Return the ids of the pictures whose film is in a file. Two queries, because no index has both."""
    own = Picture.objects.filter(file=file, motion=None).values_list("pk", flat=True)
    return [*own, *Motion.objects.filter(file=file).values_list("picture_id", flat=True)]


def find_in_album(album: Album, sha256: str) -> Motion | None:
    """Return the film of one of the album's photos that has this content, in the trash or not."""
    films = Motion.objects.filter(file__sha256=sha256, picture__album=album)
    return films.select_related("picture", "file").first()


def find_photo(film: Picture) -> Picture | None:
    """Return the photo that a new film belongs to, locked. None if it is a picture of its own.

    Lock the album first. Raise AlbumGone, or FilmKnown if another upload of the same film was quicker.
    """
    if not film.is_film or not film.pair_key:
        return None
    album = Album.objects.select_for_update().filter(pk=film.album_id, delete_requested_at=None).first()
    if album is None:
        raise AlbumGone
    if find_in_album(album, film.sha256):
        raise FilmKnown
    photo = find_half(film, Picture.Kind.PHOTO, playing=Picture.Playing.NONE)
    return photo if photo and is_settled(MIGRATION) else None


def find_half(picture: Picture, kind: str, **more: str) -> Picture | None:
    """Return the first picture of that kind that may be the other half of one, locked. The album is locked.

    It is found before it is locked: MariaDB locks each row that it reads on its way, another family's too.
    """
    same = Picture.objects.filter(
        album_id=picture.album_id,
        pair_key=picture.pair_key,
        kind=kind,
        uploaded_by_id=picture.uploaded_by_id,
        trashed_at=None,
        **more,
    )
    if pairing.is_by_name(picture.pair_key):
        same = same.filter(created_at__gte=timezone.now() - SAME_NAME)
    found = same.exclude(state=Picture.State.DAMAGED).order_by("pk").values_list("pk", flat=True).first()
    return same.select_for_update().filter(pk=found).first() if found else None


def attach(photo: Picture, film: Picture) -> None:
    """Make a film's file that of a photo, in the caller's transaction. Ask for its conversion if it waits for that."""
    Motion.objects.create(
        public_id=film.public_id,
        picture=photo,
        file_id=film.file_id,
        name=film.name,
        pair_key=film.pair_key,
        duration=film.duration,
        width=film.width,
        height=film.height,
        taken_at=film.taken_at,
        taken_precision=film.taken_precision,
    )
    photo.playing, photo.duration = film.playing, film.duration
    photo.caption = photo.caption or film.caption
    photo.save(update_fields=["playing", "duration", "caption"])
    if photo.playing == Picture.Playing.WAITING:
        outbox.publish("albums.convert_film", picture_id=photo.pk)


def take_film(photo: Picture) -> None:
    """Make a film that came before its photo the photo's, in the transaction that inserts that. The album is locked.

    What people have done with the film's own picture goes over to the photo.
    """
    if photo.is_film or photo.is_motion or not photo.pair_key:
        return
    film = find_half(photo, Picture.Kind.FILM)
    if film is None or not is_settled(MIGRATION):
        return
    Derivative.objects.filter(picture=film, variant=FILM).update(picture=photo)
    for rows in (Heart.objects, Visit.objects):
        rows.filter(picture=film).update(picture=photo)
    Album.objects.filter(pk=photo.album_id, cover=film).update(cover=photo)
    attach(photo, film)
    remove_picture(film)


def remove_picture(film: Picture) -> None:
    """Delete the picture that a film was. Its file stays, and what can be played of it."""
    poster = list(Derivative.objects.filter(picture=film).values_list("file_id", flat=True))
    Picture.objects.filter(pk=film.pk).delete()
    count_moved(Album.objects.get(pk=film.album_id), -1)
    request_deletion(lock_unneeded(poster))


def as_picture(motion: Motion) -> Picture:
    """Return the picture, not inserted, that the film of a photo would be by itself."""
    return Picture(
        kind=Picture.Kind.FILM,
        playing=Picture.Playing.WAITING,
        name=motion.name,
        pair_key=motion.pair_key,
        fingerprint="",
        duration=motion.duration,
        width=motion.width,
        height=motion.height,
        taken_at=motion.taken_at,
        taken_precision=motion.taken_precision,
    )
