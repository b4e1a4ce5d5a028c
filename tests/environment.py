"""Loaded by pytest before Django's settings: the tests have a data directory of their own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

directory = tempfile.mkdtemp(prefix="pic-up-test-")
# WhiteNoise warns about a directory that is not there, once for each test.
Path(directory, "static").mkdir()
atexit.register(shutil.rmtree, directory, ignore_errors=True)
os.environ.update(DATA_DIR=directory, OUTBOX_NUDGE="off", EMAIL_URL="memorymail://", LOG_LEVEL="WARNING")
unset = "DATABASE_URL CACHE_URL CELERY_BROKER_URL ALLOWED_HOSTS DEBUG HTTPS TIME_ZONE"
for name in unset.split():
    os.environ.pop(name, None)
