"""The Celery app. Work arrives through the outbox; only the beat sends tasks directly."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picup.settings")

# Celery warns of root because somebody might send it pickles; only JSON is accepted.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("picup")
app.config_from_object("outbox.transport.celeryconfig")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)
