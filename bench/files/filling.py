"""A family with thumbs and one large original, in the site that the environment names.

python -m bench.files.filling THUMBS THUMB-BYTES ORIGINAL-BYTES     prints JSON: a contributor's cookie, and addresses
"""

import io
import json
import os
import secrets
import sys

import django


def main(thumbs: int, thumb_bytes: int, original_bytes: int) -> None:
    django.setup()
    from accounts.models import Family, User
    from albums.models import Album, Derivative

    family = Family.objects.create(name="bench")
    person = User.objects.create_user(
        "bench@example.com", None, family=family, role="contributor", display_name="Jieun"
    )
    album = Album.objects.create(family=family, title="bench")
    pictures = [picture(album, original_bytes if number == 0 else 1000) for number in range(thumbs)]
    for one in pictures:
        file = stored(family, thumb_bytes, "derivative", "image/webp")
        Derivative.objects.create(picture=one, variant="thumb", file=file, width=480, height=360)
    answer = {
        "cookie": cookie(person),
        "thumbs": [f"/pictures/{one.public_id}/file/thumb" for one in pictures],
        "original": f"/pictures/{pictures[0].public_id}/file/original",
    }
    print(json.dumps(answer))


def picture(album, size: int):
    from django.utils import timezone

    from albums.models import Picture

    file = stored(album.family, size, "original", "image/jpeg")
    return Picture.objects.create(
        album=album,
        file=file,
        sha256=secrets.token_hex(32),
        name="a.jpg",
        state="ready",
        width=4000,
        height=3000,
        order_time=timezone.now(),
    )


def stored(family, size: int, kind: str, content_type: str):
    from django.db import transaction

    from storage.services import mark_kept, store

    source = io.BufferedReader(RandomBytes(size))
    file = store(family_id=family.pk, source=source, size=size, kind=kind, content_type=content_type)
    with transaction.atomic():
        mark_kept(file)
    return file


class RandomBytes(io.RawIOBase):
    def __init__(self, size: int):
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        count = min(len(buffer), self.left)
        buffer[:count] = os.urandom(count)
        self.left -= count
        return count


def cookie(person) -> str:
    """As signing in makes it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.MemberBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
