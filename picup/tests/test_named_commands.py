"""Every command that people are told to run exists."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT: Path = settings.BASE_DIR
FOLDERS = (
    "accounts",
    "albums",
    "bench",
    "deploy",
    "docs",
    "locale",
    "outbox",
    "picup",
    "storage",
    "templates",
    "tests",
)
KINDS = (".py", ".md", ".html", ".po", ".js", ".txt", ".in")
# `manage.py backup`, manage.py migrate --check; not "manage.py, which".
MANAGE = re.compile(r"\bmanage\.py ([a-z_]+)")
# Only where it is quoted or a line of its own: in prose, "make" is a verb.
MAKE = re.compile(r"(?:[`\"'“]|^\s*)make ((?:[a-z-]+)(?=[`\"'”]|\s*$|\s+[A-Z#]|\s+&&))", re.MULTILINE)


def texts() -> dict[str, str]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")] + list(ROOT.glob("*"))
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for path in found
        if path.name == "Makefile" or (path.suffix in KINDS and path != Path(__file__))
    }


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def unknown(text: str) -> set[str]:
    """The commands in `text` that do not exist."""
    return set(MANAGE.findall(text)) - set(get_commands()) | set(MAKE.findall(text)) - targets()


def test_it_works():
    assert {name: missing for name, text in texts().items() if (missing := unknown(text))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "hint: manage.py prepares prints one",
        "`manage.py no_such`",
        "run `make tests`",
        'say "make rum"',
        "    make nothing\n",
        "`make setup-nothing NAME=x`",
        "make nothing  # first\n",
    ],
)
def test_one_that_is_unknown_is_found(text):
    assert unknown(text)


@pytest.mark.parametrize(
    "text",
    [
        "we make up a name",
        "`make setup`",
        "manage.py migrate --check",
        "make run\n",
        "make member NAME=redis",
    ],
)
def test_what_exists_and_what_is_prose_is_not(text):
    assert not unknown(text)


def test_enough_is_read():
    """The patterns still find what is there."""
    everything = "\n".join(texts().values())
    assert len(set(MANAGE.findall(everything))) >= 8 and len(set(MAKE.findall(everything))) >= 8
