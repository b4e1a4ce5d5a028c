"""Before the site starts: every storage is there, and is not the empty place where it should be."""

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
    """Makes new storages ready. Returns a sentence for each that is not; people go on with the others.

    `replaced`: storages by name whose volume is new and empty on purpose.
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
