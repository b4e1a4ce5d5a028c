import subprocess
import sys

from deploy.local.place import REPOSITORY
from storage.checks import check_backup

WITHOUT_BOTO3 = """
import sys
sys.modules["boto3"] = None
import django
django.setup()
from storage.checks import check_backup
print([error.id for error in check_backup(None)])
"""


def ids():
    return [error.id for error in check_backup(None)]


def test_it_works(settings):
    assert ids() == []
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
