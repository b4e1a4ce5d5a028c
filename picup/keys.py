"""Secrets: taken from the environment, else made at the first start and kept in DATA_DIR.

Kept with mode 600 in a file of its own; never logged. Two processes that start
at the same time must agree on one key, so the file is created with a hard link,
which fails for the second.
"""

import os
import secrets
from pathlib import Path


def read_or_make_key(name: str, directory: Path, *, size: int = 64) -> str:
    """The secret called `name`: from the environment, else from `directory`/keys, made of `size` random bytes
    if absent."""
    if given := os.environ.get(name, "").strip():
        return given
    path = directory / "keys" / name.lower()
    if not path.exists():
        make_key(path, size)
    return path.read_text().strip()


def read_or_make_keys(name: str, directory: Path, *, size: int) -> list[str]:
    """Several, newest first, separated by commas or lines."""
    text = read_or_make_key(name, directory, size=size)
    return [word for word in text.replace(",", " ").split() if word]


def make_key(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(size))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass  # Another process made the key first: its key is the key.
    finally:
        temporary.unlink()
