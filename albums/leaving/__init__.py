"""Erasing for somebody who leaves, and for a family that closes: the pages' numbers and zips, the phases, the report.

`accounts/services/leaving.py` decides who leaves and when, and shuts them out. Start with `erasing.py`.
"""
