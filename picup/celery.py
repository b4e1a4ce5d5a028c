"""The Celery app. Work arrives through the outbox; only the beat sends tasks directly."""

import os

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picup.settings")

app = Celery("picup")
app.config_from_object("outbox.transport.celeryconfig")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)
