"""The web server. Threads, because a request mostly waits: for the disk, the database, or a slow phone."""

import os

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_PROCESSES") or 2)
threads = int(os.environ.get("WEB_THREADS") or 8)
worker_class = "gthread"
# gthread's workers answer this themselves; a large upload over a slow line is not a stall.
timeout = 60
graceful_timeout = 10
keepalive = 15
# Paths carry the tokens of personal links: no access log here.
accesslog = None
loglevel = "warning"
preload_app = False
