"""Mistakes in the settings of the storages, found before the site starts."""

from importlib.util import find_spec

from django.conf import settings
from django.core.checks import Error

BOTH = "STORAGE_BACKUP_DIR and STORAGE_BACKUP_S3_BUCKET are both set: the backup storage is one of them."
NO_BOTO3 = "STORAGE_BACKUP_S3_BUCKET needs boto3: run `make setup-servers`."
ENDPOINT = "STORAGE_BACKUP_S3_ENDPOINT_URL must begin with https:// or http://."


def check_backup(app_configs, **kwargs) -> list[Error]:
    """The backup storage is a directory or a bucket, and what it needs is installed."""
    if not settings.STORAGE_BACKUP_S3_BUCKET:
        return []
    errors = []
    if settings.STORAGE_BACKUP_DIR:
        errors.append(Error(BOTH, id="storage.E001"))
    if find_spec("boto3") is None:
        errors.append(Error(NO_BOTO3, id="storage.E002"))
    endpoint = settings.STORAGE_BACKUP_S3_ENDPOINT_URL
    if endpoint and not endpoint.startswith(("https://", "http://")):
        errors.append(Error(ENDPOINT, id="storage.E003"))
    return errors
