"""Files that devices make, uploaded as a browser does, and looked at on the photo's page.

CASES=folder takes another folder with an `expected.json` (albums/tests/cases/README.md). FORMATS=1 writes the table of
docs/formats.md.
"""

import io
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from PIL import Image

from albums.models import Picture
from albums.tests.helpers import address, deliver, named
from albums.tests.variants import VARIANTS

OWN = Path(__file__).parent / "cases"
FOLDER = Path(os.environ.get("CASES") or OWN)
CASES: dict[str, dict] = json.loads((FOLDER / "expected.json").read_text())
TABLE = Path(site_settings.BASE_DIR) / "docs" / "formats.md"
# Top left, top right, bottom left, bottom right.
QUARTERS = [(220, 40, 40), (40, 180, 60), (40, 60, 200), (240, 220, 60)]
# Of each channel. Yellow is at the edge of what the derivatives' WebP can hold, and the drawings' JPEGs are off too.
NEAR, NEAR_YELLOW = 8, 40


@dataclass
class Outcome:
    """What became of one file."""

    status: str
    told: str
    date: str = ""
    corners: tuple = ()


@pytest.fixture
def become(jieun_client, album):
    """become(name, content): upload it, let a worker make its derivatives, and look at its page."""

    def become(name: str, content: bytes) -> Outcome:
        files = {"files": [named(name, content, "application/octet-stream")]}
        answer = jieun_client.post(address(album), files, headers={"Accept": "application/json"})
        assert answer.status_code < 500, answer.content
        [result] = answer.json()["results"]
        if result["status"] != "added":
            assert result["reason"] and not Picture.objects.exists()
            return Outcome(result["status"], result["reason"])
        deliver()
        picture = Picture.objects.select_related("album").get(public_id=result["picture"])
        page = jieun_client.get(picture.get_absolute_url()).content.decode()
        dates = re.findall(r'<time datetime="([^"]+)"', page)
        return Outcome("added", result["reason"], dates[0] if dates else "", look(jieun_client, picture))

    return become


def look(client, picture: Picture) -> tuple:
    """Return the colours of the four corners of a picture's large derivative; none if it cannot be shown."""
    answer = client.get(f"/pictures/{picture.public_id}/file/screen")
    if answer.status_code != 200:
        return ()
    image = Image.open(io.BytesIO(answer.getvalue())).convert("RGB")
    right, bottom = image.width * 19 // 20, image.height * 19 // 20
    left, top = image.width // 20, image.height // 20
    return tuple(image.getpixel(at) for at in ((left, top), (right, top), (left, bottom), (right, bottom)))


def is_near(colour, wanted, most: int) -> bool:
    return all(abs(one - other) <= most for one, other in zip(colour, wanted, strict=True))


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_case(become, name, outcomes):
    expected = CASES[name]
    found = outcomes[name] = become(name, (FOLDER / name).read_bytes())
    assert found.status == expected["status"], found
    if found.status != "added":
        return
    if "date" in expected:
        assert found.date == expected["date"], found
    assert found.corners, "added, and never shown"
    assert is_near(found.corners[0], expected.get("corner", QUARTERS[0]), NEAR), found
    for colour, wanted in zip(found.corners[1:], QUARTERS[1:], strict=True):
        assert is_near(colour, wanted, NEAR_YELLOW if wanted == QUARTERS[3] else NEAR), found


@pytest.mark.django_db
@pytest.mark.parametrize("name", VARIANTS)
def test_variant(become, name, outcomes):
    """A format as programs write it, and what is no photo at all."""
    variant = VARIANTS[name]
    found = outcomes[name] = become(variant.file_name, variant.content())
    assert (found.status, bool(found.corners)) == (variant.status, variant.status == "added"), found
    assert variant.says in found.told, found
    assert bool(found.told) == bool(variant.says), found


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    return {}


def test_the_table_of_the_manual(outcomes):
    """docs/formats.md says what the tests above have just seen."""
    if FOLDER != OWN or len(outcomes) < len(CASES) + len(VARIANTS):
        pytest.skip("needs every case and variant of this file")
    head, mark, _ = TABLE.read_text().partition("<!-- made by `make formats` -->\n")
    text = head + mark + table(outcomes)
    if os.environ.get("FORMATS"):
        TABLE.write_text(text)
    assert mark and TABLE.read_text() == text, "make formats"


def table(outcomes: dict[str, Outcome]) -> str:
    lines = ["| file | taken | shown | dated | what the person is told |", "|---|---|---|---|---|"]
    for name, found in outcomes.items():
        taken, shown = ("yes" if it else "no" for it in (found.status == "added", found.corners))
        lines.append(f"| {name} | {taken} | {shown} | {found.date or '–'} | {found.told or '–'} |")
    return "\n".join(lines) + "\n"
