"""The names of files, in the bodies that browsers send."""

import unicodedata

import pytest
from django.utils.http import parse_header_parameters

from albums.models import Picture
from albums.tests.helpers import address, photo
from storage.io.file_names import LENGTH, clean_name

ENGLAND = "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbeng") + "\U000e007f"
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
    (f'filename="{ENGLAND} 100%.jpg"', f"{ENGLAND} 100%.jpg"),
    ('filename="\U0001faea new.jpg"', "\U0001faea new.jpg"),
    ('filename="❤️👍🏽🇰🇷.jpg"', "❤️👍🏽🇰🇷.jpg"),
    ('filename="a;b=c, d.jpg"', "a;b=c, d.jpg"),
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
    assert "\n" not in sent_back
    assert parse_header_parameters(sent_back)[1]["filename"] == expected


def test_no_file(minsu_client, album):
    """What a form sends if nothing was chosen."""
    answer = minsu_client.post(
        address(album), body(b'filename=""'), content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 400 and not Picture.objects.exists()


@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize(
    "seen", ["가", "é", "e\u0323\u0302", "👨\u200d👩\u200d👧", "👍🏽", "❤️", "🇰🇷", ENGLAND, "葛\U000e0100"]
)
def test_a_long_name(seen, before):
    """Wherever the end comes, the last one is whole."""
    cleaned = clean_name("a" * before + seen * 300 + ".jpeg")
    assert LENGTH - 2 * len(seen) - 5 <= len(cleaned) <= LENGTH
    seen = unicodedata.normalize("NFC", seen)
    rest = cleaned.removesuffix(".jpeg")[before:]
    assert rest == seen * (len(rest) // len(seen))


def test_what_is_no_character(minsu_client):
    assert clean_name("a\ufffe\ufdd0\U0001ffff.jpg") == "a.jpg"


def test_every_character_is_kept_or_dropped():
    assigned = [each for each in range(0, 0x3000) if unicodedata.category(chr(each)) != "Cn"]
    assert [hex(number) for number in assigned if not is_clean(clean_name(f"a{chr(number)}b.jpg"))] == []


def is_clean(name: str) -> bool:
    return name.endswith("b.jpg") and name.isprintable() == ("\u200d" not in name and "\u200c" not in name)
