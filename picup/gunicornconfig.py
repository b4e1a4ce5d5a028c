"""gunicorn's configuration. It uses threads because a request mostly waits: for disk, database or a slow phone."""

import os
import sys

from gunicorn.http import wsgi

from picup import env
from picup.env import hidden
from picup.ops import logs

# In the master. Its workers are forks of it, at the start, after a death and after a reload.
hidden.hide()
bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or 8000}"
workers = env.integer("WEB_PROCESSES", 2, least=1)
threads = env.integer("WEB_THREADS", 8, least=1)
# gthread, with deadlines for people. Threads for downloads and for other people's uploads come on top.
worker_class = "picup.web.worker.PatientWorker"
# Of each process. Beyond it the one that has waited longest is closed. Descriptors are often bounded to 1,024.
worker_connections = 400
# The worker's connections are sent to by its own `sendall` only.
sendfile = False
# gthread's workers answer this themselves; a large upload over a slow line is not a stall.
timeout = 60
# A reload waits so long for what an old process has in hand. With gunicorn's 10 s for a slow phone's
# photo, a reload would lose it.
graceful_timeout = 60
keepalive = 15
# Off, because paths hold the tokens of personal links. The access log is in picup/ops/access_log.py.
accesslog = None
# gunicorn's own handlers would print in another form, and print secrets in tracebacks.
logconfig_dict = logs.settings("WARNING", logs.chosen_format())
loglevel = "warning"
preload_app = False
# Its name tells strangers what to look for. There is no setting for it.
wsgi.SERVER = "Pic-up"


def post_worker_init(worker):
    """Prepare a worker process. Called when the site is loaded, before the first request."""
    # Imported here because gunicorn reads this file before Django is set up.
    from django.conf import settings

    from picup.db.health import database_monitor
    from picup.encryption.key_check import refuse_wrong_keys
    from picup.ops import counters

    # Python's threads take turns every 5 ms otherwise, and a page would wait so long for each upload beside it.
    sys.setswitchinterval(0.0005)
    refuse_wrong_keys()
    counters.reserve()
    if settings.DATABASE_REPLICAS:
        # Here, so that the first person does not wait for the first round.
        database_monitor.verdicts()
