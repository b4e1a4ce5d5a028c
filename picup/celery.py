"""The Celery app. Work arrives through the outbox; only the beat sends tasks directly."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import beat_init, celeryd_init, worker_shutdown
from django_structlog.celery.steps import DjangoStructLogInitStep

from picup.env import hidden

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picup.settings")

# Celery warns of root because somebody might send it pickles; only JSON is accepted.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("picup")
app.config_from_object("outbox.transport.celeryconfig")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@celeryd_init.connect
@beat_init.connect
def hide_secrets(**kwargs):
    """Hide them in the worker and in the beat, before they fork or begin."""
    hidden.hide()


@worker_shutdown.connect
def put_secrets_back(**kwargs):
    """On SIGHUP a worker stops and executes itself again."""
    hidden.put_back()
