"""Harm to real copies in real directories."""

from storage.backends import get_backends
from storage.models import StoredFile


def path_of(file: StoredFile, storage: str):
    return get_backends()[storage].path(file.key)


def flip(file: StoredFile, storage: str, place: int = -1) -> None:
    content = bytearray(path_of(file, storage).read_bytes())
    content[place] ^= 1
    path_of(file, storage).write_bytes(content)


def damage_of(file: StoredFile) -> dict[str, str]:
    return dict(file.copies.values_list("storage", "damage"))
