"""The project: what composes the apps (settings, addresses, the Celery app) and the rooms that all of them stand on.

It imports no app: apps register what they add in `picup/core/registry.py`. Start with `settings.py`, then `urls.py`.
"""

from picup.celery import app as celery_app

__all__ = ["celery_app"]
