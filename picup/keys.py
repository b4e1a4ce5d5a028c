"""Secrets: read from the environment, else made at the first start and stored in DATA_DIR/keys.

Each has a file of its own with mode 600, and is never logged. Two processes that start at the same time must agree on
one key, so the file is created by a hard link, which fails for the second.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from picup.env.hidden import look_up


def read_or_make_key(name: str, directory: Path, *, size: int = 64) -> str:
    """Return the secret `name` from the environment, else from `directory`/keys.

    Make one of `size` random bytes if there is none. Raise `ImproperlyConfigured` for an empty file: a new key would
    not open what the lost one has encrypted.
    """
    if given := (look_up(name) or "").strip():
        return given
    path = directory / "keys" / name.lower()
    if not path.exists():
        make_key(path, size)
    if key := path.read_text().strip():
        return key
    raise ImproperlyConfigured(f"{name}: {path} is empty. Put its key back from your copy, or set {name}.")


def read_or_make_keys(name: str, directory: Path, *, size: int) -> list[str]:
    """Return the secrets `name`, newest first. Commas, blanks or lines separate them."""
    text = read_or_make_key(name, directory, size=size)
    return [word for word in text.replace(",", " ").split() if word]


def make_key(path: Path, size: int) -> None:
    """Write a new key to `path` with mode 600, unless another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(size))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass  # Another process was first: its key is used.
    finally:
        temporary.unlink()
