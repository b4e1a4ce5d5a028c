import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from deploy.local.stack_dir import REPOSITORY
from storage.checks import check_backup, check_storages
from storage.tests.declaring import bucket, declare

WITHOUT_BOTO3 = """
import sys
sys.modules["boto3"] = sys.modules["storages"] = None
import django
django.setup()
from storage.checks import check_backup, check_storages
print([error.id for error in check_backup(None) + check_storages(None)])
"""


def ids():
    return [error.id for error in check_backup(None)]


def test_it_works(settings):
    assert ids() == [] and check_storages(None) == []
    settings.STORAGE_BACKUP_S3_BUCKET = "family"
    settings.STORAGE_BACKUP_S3_ENDPOINT_URL = "https://s3.example.com"
    assert [error for error in ids() if error != "storage.E002"] == []


def test_a_directory_and_a_bucket_are_one_too_many(settings):
    settings.STORAGE_BACKUP_S3_BUCKET, settings.STORAGE_BACKUP_DIR = "family", "/mnt/backup"
    assert "storage.E001" in ids()


def test_an_address_without_its_scheme(settings):
    settings.STORAGE_BACKUP_S3_BUCKET, settings.STORAGE_BACKUP_S3_ENDPOINT_URL = "family", "s3.example.com"
    assert "storage.E003" in ids()


def test_a_bucket_without_boto3_says_what_to_do(tmp_path):
    environment = {
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "picup.settings",
        "STORAGE_BACKUP_S3_BUCKET": "family",
    }
    command = [sys.executable, "-c", WITHOUT_BOTO3]
    run = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)
    assert run.stdout == "['storage.E002']\n", run.stderr


DIRECTORY = "storage.backends.directory.DirectoryBackend"
WRONG = {
    "a class that is not there": ({"BACKEND": "storage.backends.tape.TapeBackend"}, "storage.E004"),
    "no class": ({}, "storage.E004"),
    "an unknown option": ({"BACKEND": DIRECTORY, "OPTIONS": {"folder": "/mnt"}}, "storage.E004"),
    "an unknown option of S3": (bucket(bucket_name="family", bukket="x"), "storage.E004"),
    "a bucket without a name": (bucket(), "storage.E004"),
    "a location from the root": (bucket(bucket_name="family", location="/x"), "storage.E004"),
    "the library's own": (
        {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": "family"}},
        "storage.E005",
    ),
    "Django's own": ({"BACKEND": "django.core.files.storage.FileSystemStorage"}, "storage.E005"),
}


@pytest.mark.parametrize("name", ["main", "backup"])
@pytest.mark.parametrize("entry", WRONG)
def test_a_storage_that_is_none_of_ours(settings, entry, name):
    declared, id = WRONG[entry]
    declare(settings, **{name: declared})
    [error] = check_storages(None)
    assert error.id == id and repr(name) in error.msg


@pytest.mark.parametrize("name", ["main", "backup"])
def test_a_storage_that_is_not_declared(settings, name):
    settings.STORAGES = {other: entry for other, entry in settings.STORAGES.items() if other != name}
    assert [error.id for error in check_storages(None)] == ["storage.E004"]


def test_the_librarys_storage_is_told_what_to_use(settings):
    declare(settings, backup=WRONG["the library's own"][0])
    [error] = check_storages(None)
    assert "storages.backends.s3.S3Storage" in error.msg and "storage.backends.s3.S3Backend" in error.msg
    declare(settings, backup=bucket(**settings.STORAGES["backup"]["OPTIONS"]))
    assert check_storages(None) == []


def test_django_runs_these_checks(settings):
    declare(settings, backup=WRONG["the library's own"][0])
    with pytest.raises(SystemCheckError, match=r"storage\.E005"):
        call_command("check")


ENVIRONMENT = """
import django
django.setup()
from storage.backends import get_backends
backup = get_backends()["backup"]
print(type(backup).__name__, backup.bucket_name, backup.prefix, backup.endpoint_url, backup.region_name,
    backup.read_seconds, backup.access_key)
config = backup.client.client(backup.read_seconds).meta.config
print(config.signature_version, config.s3["addressing_style"], config.read_timeout, config.connect_timeout)
"""


def test_the_environment_declares_the_bucket(tmp_path):
    environment = {
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "picup.settings",
        "STORAGE_BACKUP_S3_BUCKET": "family",
        "STORAGE_BACKUP_S3_PREFIX": "/kim/",
        "STORAGE_BACKUP_S3_ENDPOINT_URL": "https://s3.example.com",
        "STORAGE_WRITE_TIMEOUT_SECONDS": "7",
        "AWS_REGION": "ap-northeast-2",
        "AWS_ACCESS_KEY_ID": "the-key",
        "AWS_SECRET_ACCESS_KEY": "the-secret",
    }
    command = [sys.executable, "-c", ENVIRONMENT]
    run = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)
    assert run.stdout.splitlines() == [
        "S3Backend family kim/ https://s3.example.com ap-northeast-2 7.0 the-key",
        "s3v4 path 7.0 2",
    ], run.stderr
