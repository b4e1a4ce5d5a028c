"""System checks that find mistakes in the settings of the storages before the site starts."""

from importlib.util import find_spec

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.core.files.storage.handler import InvalidStorageError

from storage.backends import NAMES
from storage.backends.base import Backend

BOTH = "STORAGE_BACKUP_DIR and STORAGE_BACKUP_S3_BUCKET are both set: the backup storage is one of them."
NO_BOTO3 = "STORAGE_BACKUP_S3_BUCKET needs boto3 and django-storages: run `make setup-servers`."
ENDPOINT = "STORAGE_BACKUP_S3_ENDPOINT_URL must begin with https:// or http://."
NO_STORAGE = "STORAGES has no usable storage {name!r}: {error}"
NOT_OURS = (
    "STORAGES[{name!r}] is {backend}, which verifies no checksum and has no deadlines. Use "
    "storage.backends.s3.S3Backend, which takes the OPTIONS of storages.backends.s3.S3Storage, or "
    "storage.backends.directory.DirectoryBackend with the option `directory`."
)


def check_backup(app_configs, **kwargs) -> list[Error]:
    """Check that the backup storage is a directory or a bucket, and that what it needs is installed."""
    if not settings.STORAGE_BACKUP_S3_BUCKET:
        return []
    errors = []
    if settings.STORAGE_BACKUP_DIR:
        errors.append(Error(BOTH, id="storage.E001"))
    if not is_s3_installed():
        errors.append(Error(NO_BOTO3, id="storage.E002"))
    endpoint = settings.STORAGE_BACKUP_S3_ENDPOINT_URL
    if endpoint and not endpoint.startswith(("https://", "http://")):
        errors.append(Error(ENDPOINT, id="storage.E003"))
    return errors


def check_storages(app_configs, **kwargs) -> list[Error]:
    """Check that STORAGES has a main and a backup storage, and that each is a `Backend`."""
    return [error for name in NAMES for error in check_storage(name)]


def check_storage(name: str) -> list[Error]:
    """Return what is wrong with one storage of STORAGES: it cannot be made, or is no `Backend`."""
    try:
        storage = storages[name]
    except (InvalidStorageError, ImproperlyConfigured, KeyError, TypeError, ValueError) as error:
        if settings.STORAGE_BACKUP_S3_BUCKET and not is_s3_installed():
            return []  # E002 says so in better words.
        return [
            Error(NO_STORAGE.format(name=name, error=f"{type(error).__name__}: {error}"), id="storage.E004")
        ]
    if not isinstance(storage, Backend):
        backend = f"{type(storage).__module__}.{type(storage).__qualname__}"
        return [Error(NOT_OURS.format(name=name, backend=backend), id="storage.E005")]
    return []


def is_s3_installed() -> bool:
    return all(find_spec(package) for package in ("boto3", "storages"))
