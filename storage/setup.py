"""Preparing the storages before the site starts: each is reachable, and is not an empty mount point."""

import logging
from collections.abc import Collection

from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.models import FileCopy

logger = logging.getLogger(__name__)
LOST = (
    "The storage {name} is EMPTY, but files were stored in it: its volume looks unmounted. Nothing is written to "
    "it until the volume is back. If a new, empty one has replaced it: manage.py prepare --new-storage {name}"
)


def prepare_storages(*, replaced: Collection[str] = ()) -> list[str]:
    """Make new storages ready to be written to. Return and log a sentence for each storage that is not ready.

    `replaced` names storages whose volume is new and empty on purpose. Raise nothing: the site starts with the storages
    that are ready.
    """
    warnings = []
    for name, backend in get_backends().items():
        new = name in replaced or not FileCopy.objects.filter(storage=name).exists()
        try:
            if not backend.initialise(new=new):
                warnings.append(LOST.format(name=name))
        except StorageUnavailable as error:
            warnings.append(f"The storage {name} cannot be reached now: {error}")
    for warning in warnings:
        logger.error(warning)
    return warnings
