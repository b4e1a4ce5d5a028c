"""Reading a file: from the main storage, else from the next one that has it."""

import logging
from typing import BinaryIO

from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.models import StoredFile

logger = logging.getLogger(__name__)


class FileLost(Exception):
    """No storage has the file now."""


def open_file(file: StoredFile) -> BinaryIO:
    """The file's bytes from the first storage that has all of them. Raises `FileLost`."""
    for name, backend in get_backends().items():
        try:
            if backend.size(file.key) == file.size and (opened := backend.open(file.key)):
                return opened
            logger.error("File %s is missing or cut short in %s", file.pk, name)
        except StorageUnavailable as error:
            logger.error("File %s could not be read: %s", file.pk, error)
    raise FileLost(file.key)
