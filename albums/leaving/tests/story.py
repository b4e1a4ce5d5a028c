"""A family with a past, and a search for everything of a person in all that the site keeps.

It runs in a test of pytest (SQLite, the table of history), and in a process of its own on real servers.
"""

import base64
import hashlib
import io
import json
import random
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import Device, Leaving, User
from accounts.services.links import add_parent
from accounts.services.registration import accept_invitation, invite, sign_up
from albums.leaving import erasing
from albums.models import Double, Picture
from albums.resumable.tests.client import begin, patch
from albums.services.albums import create_album
from albums.services.trash import trash_pictures
from albums.tests.helpers import add, deliver
from conftest import PASSWORD
from outbox.models import DeadLetter
from picup.encryption.keyring import file_keys
from picup.encryption.tests.helpers import rewrite
from storage.backends import get_backends
from storage.models import StoredFile
from tests.support.unsealing import unseal


def noise(number: int) -> bytes:
    """A photo that shares no row of bytes with another, and neither do its smaller sizes."""
    pixels = random.Random(number).randbytes(96 * 64 * 3)
    exif, output = Image.Exif(), io.BytesIO()
    exif.get_ifd(0x8769)[0x9003] = f"2016:05:04 12:00:{number:02}"
    Image.frombytes("RGB", (96, 64), pixels).save(output, "JPEG", exif=exif)
    return output.getvalue()


class Person:
    """A member with a browser, and every text, checksum and byte that is hers alone."""

    def __init__(self, user: User):
        self.user, self.client = user, Client(headers={"user-agent": f"iPhone {user.public_id}"})
        self.client.post(reverse("login"), {"username": user.email, "password": PASSWORD})
        self.secrets: set[bytes] = set()
        self.keys: set[bytes] = set()
        self.know(
            user.public_id, user.display_name, user.email, self.client.session.session_key, user.password
        )

    def know(self, *texts: str) -> None:
        for text in texts:
            self.secrets |= {text.encode(), json.dumps(text)[1:-1].encode()}

    def make_album(self, title: str):
        album = create_album(person=self.user, title=title, description=f"{title} words")
        self.know(title, album.public_id)
        return album

    def add(self, album, number: int) -> Picture:
        content = noise(number)
        picture = add(self.client, album, content)
        caption, name = f"caption {number} of {self.user.public_id}", f"{number}-{self.user.display_name}.jpg"
        rewrite(picture, name=name)
        self.client.post(
            reverse("picture_edit", args=[album.public_id, picture.public_id]), {"caption": caption}
        )
        self.know(caption, name, picture.public_id, picture.fingerprint)
        digest = hashlib.sha256(content)
        self.know(digest.hexdigest(), base64.b64encode(digest.digest()).decode())
        self.secrets |= {digest.digest(), content, content[-60:-10], digest.hexdigest().upper().encode()}
        deliver()
        files = StoredFile.objects.filter(family=self.user.family, derivatives__picture=picture)
        for file in [picture.file, *files]:
            self.know(file.sha256)
            self.keys.add(file.key.encode())
        return picture


class Story:
    """The Kims: Jieun owns the family, Minsu adds photos, their mother looks. The Parks must notice nothing."""

    def __init__(self):
        jieun = sign_up(
            caller="",
            email="jieun.hanbit@example.com",
            password=PASSWORD,
            display_name="Jieun Hanbit",
            family_name="Hanbit Kims",
        )
        invitation = invite(by=jieun)
        minsu = accept_invitation(
            invitation=invitation.invitation,
            email="minsu.saebyeok@example.com",
            password=PASSWORD,
            display_name="Minsu Saebyeok",
        )
        stranger = sign_up(
            caller="", email="park@example.com", password=PASSWORD, display_name="Park", family_name="Parks"
        )
        self.jieun, self.minsu, self.park = Person(jieun), Person(minsu), Person(stranger)
        self.jieun.know(jieun.family.name, jieun.family.public_id)
        self.minsu.know(invitation.invitation.public_id, invitation.invitation.token_hash)
        self.fill()
        self.mother = self.make_mother()
        for person in (self.minsu, self.jieun):
            self.leave_traces(person)
        for person in (self.jieun, self.minsu, self.mother.client and self.jieun):
            person.client.get("/")
        deliver()

    def fill(self) -> None:
        self.summer = self.jieun.make_album("Summer in Jeju")
        self.walks = self.minsu.make_album("Walks by the river")
        self.theirs = self.park.make_album("Garden of the Parks")
        self.jieun.add(self.summer, 1)
        self.minsu.add(self.summer, 2)
        trashed = self.minsu.add(self.summer, 3)
        trash_pictures([trashed])
        pair = [self.minsu.add(self.walks, number).file for number in (4, 5)]
        double = Double.objects.create(family=self.minsu.user.family, first=pair[0], second=pair[1])
        self.minsu.know(double.public_id)
        self.park.add(self.theirs, 6)

    def make_mother(self):
        link = add_parent(
            by=self.jieun.user, name="Eomma Byeolbit", language="ko", help_phone="010-1234-9876"
        )
        mother = Person.__new__(Person)
        mother.user, mother.client = link.link.user, Client(headers={"user-agent": "iPad"})
        mother.secrets, mother.keys = set(), set()
        mother.client.post(reverse("open_link", args=[link.token]))
        device = Device.objects.get(link=link.link)
        mother.know("Eomma Byeolbit", "010-1234-9876", mother.user.public_id)
        mother.know(link.link.public_id, link.link.token_hash, device.session_key, link.token)
        mother.client.get("/")
        return mother

    def leave_traces(self, person: Person) -> None:
        """What lies about besides: failed sign-ins, a letter that was asked for, the admin's log, a dead letter."""
        stranger, user = Client(), person.user
        stranger.post(reverse("login"), {"username": user.email, "password": "wrong"})
        stranger.post(reverse("password_reset"), {"email": user.email})
        invitation = invite(by=user).invitation
        person.know(invitation.public_id, invitation.token_hash)
        kind = ContentType.objects.get_for_model(User)
        LogEntry.objects.create(
            user=self.park.user,
            content_type=kind,
            object_id=str(user.pk),
            object_repr=user.public_id,
            action_flag=CHANGE,
        )
        DeadLetter.objects.create(
            fingerprint=user.public_id, task="?", body=f"To: {user.email}", error=user.public_id
        )

        self.begin_upload(person)

    def begin_upload(self, person: Person) -> None:
        """A film that is on its way: its name in the row, its bytes on the staging volume."""
        name = f"film of {person.user.public_id}.mov"
        address = begin(person.client, self.summer, 200_000, filename=name)
        assert patch(person.client, address, 0, noise(9) * 8).status_code == 204
        upload_id = address.rstrip("/").rsplit("/", 1)[1]
        person.know(name, base64.b64encode(name.encode()).decode(), upload_id)

    def begin_later(self, person: Person) -> int:
        choice = {"when": "later", "photos": "stay", "password": PASSWORD}
        assert person.client.post(reverse("leave"), choice).status_code == 302
        return Leaving.objects.get(member=person.user).pk

    def begin(self, person: Person, address: str, **values: str) -> Leaving:
        response = person.client.post(reverse(address), {"when": "now", "password": PASSWORD, **values})
        assert response.status_code == 302, response.content.decode()
        return Leaving.objects.get(public_id=response.url.split("/")[-2])


def work(rounds: int = 12) -> None:
    """Ticks and workers, until nothing is left to do. A minute passes after the first round."""
    for _ in range(rounds):
        erasing.tick()
        deliver()
        Leaving.objects.filter(begun_at__isnull=False, finished_at=None).update(
            begun_at=timezone.now() - timedelta(minutes=2)
        )


def everything() -> dict[str, bytes]:
    """All that the site keeps, by place: tables as they are and opened, sessions, history, storages, staging, cache."""
    kept: dict[str, bytes] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            kept[f"table {table}"] = b"\n".join(as_bytes(value) for row in cursor.fetchall() for value in row)
    for model in apps.get_models():
        values = [value for row in model.objects.all().values_list() for value in row]
        kept[f"model {model._meta.label}"] = b"\n".join(map(as_bytes, values))
    from picup.db.sessions import SessionStore

    for row in SessionStore.get_model_class().objects.all():
        kept[f"session {row.pk[:4]}"] = json.dumps(SessionStore().decode(row.session_data)).encode()
    for name, backend in get_backends().items():
        for key, _stored_at in backend.list():
            content = b"".join(read(backend, key))
            kept[f"{name} {key}"] = b"\n".join([key.encode(), content, unseal(key, content, file_keys())])
    for path in Path(settings.STAGING_DIR).rglob("*") if Path(settings.STAGING_DIR).exists() else ():
        kept[f"staging {path.name}"] = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
    kept["cache"] = b"\n".join(as_bytes(item) for item in getattr(cache, "_cache", {}).items())
    if settings.MONGO_URL:
        from storage.history.stores import get_store

        kept["mongo"] = repr(list(get_store().events.database["file_events"].find())).encode()
    return kept


def read(backend, key: str):
    with backend.open(key) as source:
        yield source.read()


def as_bytes(value) -> bytes:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    if isinstance(value, dict | list):
        return json.dumps(value).encode()
    return str(value).encode()


def kept_of(person: Person) -> list[str]:
    """Where something of a person is found, without messages: finished ones go when somebody else's are erased."""
    return sorted(line for line in found(person.secrets) if "outbox" not in line)


def found(secrets: set[bytes], *, keys: set[bytes] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """Where one of these is still found. Keys may stand in the table of erased files, as docs/security.md says."""
    lines = []
    for place, content in everything().items():
        lines += [f"{place}: {secret[:60]!r}" for secret in secrets if secret and secret in content]
        if "erasedfile" not in place.lower():
            lines += [f"{place}: the key {key!r}" for key in keys if key in content]
    return lines
