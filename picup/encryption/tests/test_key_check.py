import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command

from picup.encryption.key_check import (
    WrongKeys,
    check_keys,
    refuse_wrong_keys,
    require_known_keys,
    retire_old_keys,
)
from picup.encryption.keyring import FIELDS, FILES, file_keys, make_key
from picup.encryption.models import KeyNote

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings):
    settings.FILE_ENCRYPTION_KEYS = [make_key()]
    settings.FIELD_ENCRYPTION_KEYS = [make_key()]
    return settings


def test_it_works(keys):
    assert require_known_keys() == [FILES, FIELDS]
    assert require_known_keys() == []
    keys.FILE_ENCRYPTION_KEYS = [make_key(), *keys.FILE_ENCRYPTION_KEYS]
    assert require_known_keys() == [FILES]
    assert KeyNote.objects.exclude(key_id="none").count() == 3


def test_the_wrong_key_is_refused_and_not_noted(keys):
    require_known_keys()
    lost = file_keys().newest
    keys.FILE_ENCRYPTION_KEYS = [make_key()]
    with pytest.raises(WrongKeys, match=f"FILE_ENCRYPTION_KEYS lacks the key {lost.id}"):
        require_known_keys()
    assert KeyNote.objects.exclude(key_id="none").count() == 2


def test_a_key_that_encrypts_nothing_any_more_may_go(keys):
    require_known_keys()
    old = file_keys().newest
    keys.FILE_ENCRYPTION_KEYS = [make_key(), *keys.FILE_ENCRYPTION_KEYS]
    require_known_keys()
    assert retire_old_keys(file_keys()) == [old.id]
    keys.FILE_ENCRYPTION_KEYS = keys.FILE_ENCRYPTION_KEYS[:1]
    assert require_known_keys() == []


def test_prepare_refuses_with_one_sentence(keys):
    require_known_keys()
    keys.FIELD_ENCRYPTION_KEYS = [make_key()]
    with pytest.raises(CommandError, match="FIELD_ENCRYPTION_KEYS lacks the key"):
        call_command("prepare")


def test_a_servers_start_ends(keys, caplog):
    require_known_keys()
    keys.FILE_ENCRYPTION_KEYS = [make_key()]
    with pytest.raises(SystemExit):
        refuse_wrong_keys()
    (line,) = caplog.records
    assert line.levelname == "CRITICAL" and "Pic-up does not start" in line.getMessage()


def test_what_is_no_key_is_a_failed_check(keys):
    assert check_keys() == []
    keys.FILE_ENCRYPTION_KEYS = ["no key"]
    (error,) = check_keys()
    assert error.id == "encryption.E001"


@pytest.mark.wide
def test_the_site_does_not_start_with_another_key(tmp_path):
    """The real commands, on a database of their own, as after a move without the keys."""
    os_environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {**os_environment, "DATA_DIR": str(tmp_path), "LOG_LEVEL": "WARNING"}

    def prepare(**variables):
        command = [sys.executable, "manage.py", "prepare"]
        return subprocess.run(
            command, env={**environment, **variables}, cwd=project.BASE_DIR, capture_output=True, text=True
        )

    first = prepare()
    assert first.returncode == 0, first.stderr
    assert str(tmp_path / "keys") in first.stdout and "Copy that directory" in first.stdout
    assert "keys" not in prepare().stdout
    again = prepare(FILE_ENCRYPTION_KEYS=make_key())
    assert again.returncode == 1 and again.stderr.count("\n") == 1 and "lacks the key" in again.stderr
