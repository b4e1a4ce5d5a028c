"""Loaded by pytest before Django's settings: the tests have a data directory of their own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

directory = tempfile.mkdtemp(prefix="pic-up-test-")
# WhiteNoise warns about a directory that is not there, once for each test.
Path(directory, "static").mkdir()
# As `manage.py prepare` leaves the two storages.
for name in ("main", "backup"):
    Path(directory, "storage", name).mkdir(parents=True)
    Path(directory, "storage", name, ".pic-up-storage").touch()
atexit.register(shutil.rmtree, directory, ignore_errors=True)
os.environ.update(
    DATA_DIR=directory,
    OUTBOX_NUDGE="off",
    EMAIL_URL="memorymail://",
    LOG_LEVEL="WARNING",
    # The machine is busy: a slow test must not raise an alert of its own.
    SLOW_REQUEST_SECONDS="60",
)
unset = (
    "DATABASE_URL DATABASE_REPLICA_URLS DATABASE_LAG_SECONDS DATABASE_PIN_SECONDS "
    "CACHE_URL CELERY_BROKER_URL ALLOWED_HOSTS DEBUG HTTPS TIME_ZONE LOG_FORMAT "
    "ALERT_WEBHOOK_URL ALERT_QUIET_SECONDS MONGO_URL RELEASE "
    "STORAGE_MAIN_DIR STORAGE_BACKUP_DIR STORAGE_BACKUP_S3_BUCKET STORAGE_COPIES_REQUIRED "
    "FILE_ENCRYPTION_KEYS FIELD_ENCRYPTION_KEYS VERIFY_BYTES_PER_HOUR VERIFY_EVERY_HOURS SWEEP_DELETES"
)
for name in unset.split():
    os.environ.pop(name, None)
