"""What an operator sees: logs, metrics, `/healthz`, `/readyz` and `/metrics`, and backups. Start with
`health_views.py`.
"""
