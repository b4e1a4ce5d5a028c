"""The names of files, in the bodies that browsers send."""

import unicodedata

import pytest

from albums.models import Picture
from albums.tests.helpers import address, photo
from storage.io.file_names import LENGTH, clean_name

FAMILY = "👨\u200d👩\u200d👧 제주.jpg"


def body(disposition: bytes) -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="files"; ' + disposition
    return head + b"\r\nContent-Type: image/jpeg\r\n\r\n" + photo(1) + b"\r\n--x--\r\n"


@pytest.mark.parametrize(("disposition", "expected"), [
    ('filename="제주.jpg"', "제주.jpg"),
    (f'filename="{unicodedata.normalize("NFD", "제주 바다.jpg")}"', "제주 바다.jpg"),
    (f'filename="{FAMILY}"', FAMILY),
    ('filename="a %22quoted%22 name.jpg"', 'a "quoted" name.jpg'),
    ('filename="two%0D%0Alines.jpg"', "two lines.jpg"),
    ("filename=\"x.jpg\"; filename*=UTF-8''%EC%A0%9C%EC%A3%BC%20%22.jpg", '제주 ".jpg'),
    ('filename="Tom &amp; Jerry.jpg"', "Tom &amp; Jerry.jpg"),
    (r'filename="C:\\Fotos\\a.jpg"', "a.jpg"),
    ('filename="../../etc/passwd"', "passwd"),
    ('filename="\u202egpj.exe"', "gpj.exe"),
    ('filename="  a \t b.jpg "', "a b.jpg"),
])  # fmt: skip
def test_it_works(minsu_client, album, disposition, expected):
    answer = minsu_client.post(
        address(album),
        body(disposition.encode()),
        content_type="multipart/form-data; boundary=x",
        headers={"Accept": "application/json"},
    )
    [result] = answer.json()["results"]
    assert (result["name"], result["status"]) == (expected, "added")
    picture = Picture.objects.get()
    assert picture.name == expected
    sent_back = minsu_client.get(f"/pictures/{picture.public_id}/file/original")["Content-Disposition"]
    assert "filename" in sent_back and "\n" not in sent_back


def test_no_file(minsu_client, album):
    """What a form sends if nothing was chosen."""
    answer = minsu_client.post(
        address(album), body(b'filename=""'), content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 400 and not Picture.objects.exists()


@pytest.mark.parametrize("name", ["가" * 300 + ".jpeg", "é" * 300, "👨\u200d👩\u200d👧" * 80 + ".heic"])
def test_a_long_name(name):
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= LENGTH
    assert not cleaned.rpartition(".")[0].endswith("\u200d")
    if "." in name.strip("."):
        assert cleaned.rpartition(".")[2] == name.rpartition(".")[2]


@pytest.mark.parametrize("number", range(0, 0x3000, 7))
def test_every_character_is_kept_or_dropped(number):
    name = clean_name(f"a{chr(number)}b.jpg")
    assert name.endswith("b.jpg") and name.isprintable() == ("\u200d" not in name and "\u200c" not in name)
