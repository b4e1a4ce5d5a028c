"""What an operator sees: logs, `/healthz`, `/readyz`, `/metrics`, and backups.

It knows requests, tasks and the registry, and imports no app. Start with `health_views.py`; logs begin in `logs.py`,
backups in `backup/service.py`.
"""
