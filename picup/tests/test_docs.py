import re
from pathlib import Path

import pytest

from django.conf import settings

SETTINGS = (settings.BASE_DIR / "docs/settings.md").read_text()
# A variable is read by picup/env.py, picup/keys.py, django-environ, or plainly from os.environ.
READ = re.compile(
    r'(?:env\.(?:text|boolean|integer|number|words|choice|networks)|os\.environ\.get|read_or_make_keys?|urls\.\w+_url)\(\s*["\']([A-Z0-9_]+)'
)
APPS = ("picup", "accounts", "albums", "storage", "outbox")


def variables() -> set[str]:
    """Every environment variable that the product reads."""
    found = set()
    for app in APPS:
        for source in (settings.BASE_DIR / app).rglob("*.py"):
            if "tests" not in source.parts:
                found |= set(READ.findall(source.read_text()))
    return found


def described() -> set[str]:
    rows = [line for line in SETTINGS.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row.split("|")[1])}


def test_every_variable_stands_in_the_table():
    assert variables() == described()


def test_the_readers_are_recognised():
    assert {"DATA_DIR", "SECRET_KEY", "DATABASE_URL", "WEB_THREADS"} <= variables()


def documents() -> list[Path]:
    return [*settings.BASE_DIR.glob("*.md"), *(settings.BASE_DIR / "docs").rglob("*.md")]


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_every_link_leads_somewhere(document):
    for target in re.findall(r'(?:src="|\]\()([^")#]+)', document.read_text()):
        if "://" not in target:
            assert (document.parent / target).exists(), target
