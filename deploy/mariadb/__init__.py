"""Replication for operators: replicas, promotion, and a central backup of several sites (RUNBOOK.md).

It uses only Python's standard library and MariaDB's client programs, because it must work where Pic-up's packages are
not installed. Start with RUNBOOK.md, then `__main__.py`.
"""
