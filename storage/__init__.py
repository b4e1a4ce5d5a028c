"""Bytes: what is stored, in which storages, how much a family uses, and how it is kept whole. Knows `accounts`,
`outbox` and `picup`, and no picture. Start with `models.py`, then `services.py`, which crosses rows, bytes and
messages.
"""
