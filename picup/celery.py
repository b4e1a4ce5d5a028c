"""The Celery app. Work comes in through the outbox; the beat's ticks are the only tasks sent directly."""

import os

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picup.settings")

app = Celery("picup")
app.config_from_object("outbox.transport.celeryconfig")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)
