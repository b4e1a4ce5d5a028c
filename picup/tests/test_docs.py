import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

SETTINGS = (settings.BASE_DIR / "docs/settings.md").read_text()
# A variable is read by picup/env/__init__.py, picup/keys.py, django-environ, or plainly from os.environ.
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


ARCHITECTURE = (settings.BASE_DIR / "docs/architecture.md").read_text()
OTHERS = "\n".join(
    path.read_text()
    for path in [
        *(settings.BASE_DIR / "docs/decisions").glob("*.md"),
        settings.BASE_DIR / "docs/packages.md",
        settings.BASE_DIR / "docs/security.md",
    ]
)
# `path`, `folder/` or `path.py:function`, `path.py:Class.method`. What is in DATA_DIR is none of the source's.
NAMED = re.compile(r"`(?!DATA_DIR/)((?:[\w.-]+/)+[\w.-]*)(?::([\w.]+))?`")


def named() -> list[tuple[str, str]]:
    return sorted({(path, name) for path, name in NAMED.findall(ARCHITECTURE + OTHERS) if "<" not in path})


@pytest.mark.parametrize(("path", "name"), named(), ids=lambda value: value)
def test_every_name_is_where_the_walks_say(path, name):
    source = settings.BASE_DIR / path
    assert source.exists()
    if name:
        assert name in defined_in(source)


def defined_in(source: Path) -> set[str]:
    """Names of a module's functions, classes and methods (`Class.method`)."""
    found = set()
    for node in ast.parse(source.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
            methods = [one.name for one in node.body if isinstance(one, ast.FunctionDef)]
            found |= {f"{node.name}.{method}" for method in methods}
    return found


def test_the_walks_name_enough_to_follow():
    assert len([name for _, name in named() if name]) > 40
