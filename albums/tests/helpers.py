"""Helpers of the tests of albums: photos, rows of pictures, and a worker inside the test."""

import io
from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from albums.models import Album, Picture
from albums.services.albums import recount
from outbox.consuming import HANDLERS, consume
from outbox.models import Message
from storage.models import StoredFile

NOON = datetime(2024, 5, 5, 12, tzinfo=UTC)
UNKNOWN = "0" * 20


def photo(
    number: int = 0, *, size=(64, 48), format: str = "JPEG", taken: str = "", gps: bool = False
) -> bytes:
    """Return a photo. Each number gives another one. `taken` is an EXIF date."""
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 30.0, 0.0), 3: "E", 4: (126.0, 31.0, 0.0)})
    output = io.BytesIO()
    colour = (number % 256, number // 256, 90)
    Image.new("RGB", size, colour).save(
        output, format, exif=exif, **({"comment": f"{number}"} if format == "JPEG" else {})
    )
    return output.getvalue()


def named(name: str, content: bytes, content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def send(client, album: Album, *files, accept: str = "application/json", **fields):
    """Post files (bytes, or `named`) to the uploader."""
    files = [named(f"{n}.jpg", file) if isinstance(file, bytes) else file for n, file in enumerate(files)]
    return client.post(address(album), {"files": files, **fields}, headers={"Accept": accept})


def address(album: Album) -> str:
    return reverse("album_add", args=[album.public_id])


def add(client, album: Album, content: bytes) -> Picture:
    """Upload a photo and return its picture."""
    [result] = send(client, album, content).json()["results"]
    assert result["status"] == "added", result
    return Picture.objects.select_related("album", "file").get(public_id=result["picture"])


def deliver() -> None:
    """Consume every open message once, as a worker does."""
    for message in Message.objects.filter(state__in=Message.OPEN).order_by("id"):
        consume(HANDLERS[message.task].function, uid=str(message.uid), arguments=message.arguments)


def make_pictures(album: Album, count: int, *, minutes: int = 1, **values) -> list[Picture]:
    """Insert rows of ready pictures without bytes, that many minutes apart. Return them, the oldest first."""
    start = album.pictures.count()
    files = StoredFile.objects.bulk_create(
        StoredFile(
            family_id=album.family_id,
            kind="original",
            state="stored",
            content_type="image/jpeg",
            size=1,
            sha256=f"{n}",
        )
        for n in range(start, start + count)
    )
    pictures = Picture.objects.bulk_create(
        Picture(
            **{
                "album": album,
                "file": file,
                "sha256": f"{file.pk}",
                "name": f"photo-{number}.jpg",
                "width": 400,
                "height": 300,
                "state": "ready",
                "order_time": NOON + number * timedelta(minutes=minutes),
                **values,
            }
        )
        for number, file in enumerate(files, start)
    )
    recount(album)
    album.refresh_from_db()
    return pictures
