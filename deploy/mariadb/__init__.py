"""Replication for operators: replicas, promotion, and a central backup of several sites (RUNBOOK.md).

Only Python's standard library and MariaDB's own client programs: it must work where Pic-up's packages do not.
"""
