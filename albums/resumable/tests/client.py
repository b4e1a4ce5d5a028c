"""A client of the protocol for tests, on Django's own test client: what is sent is said by the test."""

import base64
import hashlib

from django.urls import reverse

from albums.models import Album, StagedUpload

VERSION = {"Tus-Resumable": "1.0.0"}
BODY = "application/offset+octet-stream"


def metadata(album: Album | str, **values: str) -> str:
    """Return `Upload-Metadata` for a file of an album (or of whatever id)."""
    pairs = {"filename": "photo.jpg", "album": getattr(album, "public_id", album), **values}
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


def creation(album: Album | str, length: int, **values: str) -> dict[str, str]:
    """Return the headers that create an upload."""
    return {**VERSION, "Upload-Length": str(length), "Upload-Metadata": metadata(album, **values)}


def create(client, album, length: int, body: bytes | None = None, headers: dict | None = None, **values):
    """Create an upload; with `body`, send that at once."""
    said = creation(album, length, **values)
    sent = (
        {"data": body, "content_type": BODY}
        if body is not None
        else {"data": b"", "content_type": "text/plain"}
    )
    return client.post(reverse("uploads"), headers={**said, **(headers or {})}, **sent)


def begin(client, album, length: int, **values) -> str:
    """Create an upload and return its address."""
    response = create(client, album, length, **values)
    assert response.status_code == 201, response.content
    return response["Location"]


def patch(client, address: str, offset: int | str, body: bytes, headers: dict | None = None):
    """Send bytes for an upload."""
    said = {**VERSION, "Upload-Offset": str(offset), **(headers or {})}
    # Django's client drops the type of an empty body.
    return client.generic("PATCH", address, body, BODY, headers=said, CONTENT_TYPE=BODY)


def patch_from(client, address: str, offset: int, stream, expected: int | None, headers: dict | None = None):
    """Send a body that is read from a stream. `expected` is what Content-Length says; None: it comes in chunks."""
    said = {**VERSION, "Upload-Offset": str(offset), **(headers or {})}
    if expected is None:
        said["Transfer-Encoding"] = "chunked"
    wsgi = {
        "wsgi.input": stream,
        "CONTENT_LENGTH": "" if expected is None else str(expected),
        "CONTENT_TYPE": BODY,
    }
    return client.generic("PATCH", address, b"", headers=said, **wsgi)


def head(client, address: str):
    return client.head(address, headers=VERSION)


def delete(client, address: str):
    return client.delete(address, headers=VERSION)


def checksum(body: bytes, algorithm: str = "sha1") -> dict[str, str]:
    digest = hashlib.new(algorithm, body).digest()
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


def row(address: str) -> StagedUpload:
    return StagedUpload.objects.get(public_id=address.rstrip("/").rsplit("/", 1)[1])
