"""What people write through the site's pages is not in the database's own file."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Family, User
from albums.models import Album, Picture
from albums.tests.helpers import add, photo
from conftest import PASSWORD
from picup.encryption.tests.helpers import rewrite
from tests.support.admins import admin_address, make_administrator

SECRET = {
    "family_name": "강릉 최씨네 앨범",
    "display_name": "최은별이",
    "title": "속초 청초호 나들이",
    "description": "물회 먹던 골목, 1991년 8월",
    "caption": "외할머니와 갈매기 🐦 구백구",
    "corrected": "외할아버지와 오징어배",
    "name": "막내이모 순덕",
    "help_phone": "010-7391-4862",
    "file name": "청초호-비밀-사진.jpg",
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's file")
def test_it_works(transactional_db):
    child = Client()
    account = {"email": "eunbyeol@example.com", "password1": PASSWORD, "password2": PASSWORD}
    names = {key: SECRET[key] for key in ("family_name", "display_name")}
    assert child.post("/accounts/signup/", account | names).status_code == 302
    words = {key: SECRET[key] for key in ("title", "description")}
    assert child.post("/albums/new/", words).status_code == 302
    album = Album.objects.get()
    assert (album.title, album.description) == (SECRET["title"], SECRET["description"])
    picture = add(child, album, photo(1))
    rewrite(picture, name=SECRET["file name"])
    for caption in (SECRET["caption"], SECRET["corrected"]):
        assert child.post(f"{picture.get_absolute_url()}edit/", {"caption": caption}).status_code == 302
    parent = {"name": SECRET["name"], "language": "ko", "help_phone": SECRET["help_phone"]}
    page = child.post("/family/links/new/", parent).content.decode()
    mother = Client()
    mother.post(re.search(r"/open/[\w-]+/", page)[0])
    assert SECRET["corrected"] in mother.get(picture.get_absolute_url()).content.decode()
    change_in_the_admin(picture)

    content = database()
    # What is not encrypted is found: the right files are read.
    assert b"eunbyeol@example.com" in content and album.public_id.encode() in content
    for what, text in SECRET.items():
        assert text.encode() not in content, what
        assert text.encode("unicode-escape") not in content, what


def change_in_the_admin(picture: Picture) -> None:
    """Its log keeps a line on each change, which is not to repeat what the row is called."""
    boss = make_administrator()
    rewrite(User.objects.get(email="boss@example.com"), display_name="boss")
    for row, values in (
        (picture, {"caption": SECRET["caption"]}),
        (Family.objects.get(), {"name": SECRET["family_name"]}),
    ):
        assert boss.post(admin_address(type(row), "change", row.pk), values).status_code == 302


def database() -> bytes:
    file = Path(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
