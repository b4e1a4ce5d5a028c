"""The storages by name, in the order in which reads try them (settings.FILE_STORAGES)."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from storage.backends.base import Backend


@cache
def get_backends() -> dict[str, Backend]:
    return {
        name: import_string(backend)(**options) for name, (backend, options) in settings.FILE_STORAGES.items()
    }
