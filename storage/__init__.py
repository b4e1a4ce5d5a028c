"""Files: which are stored, in which storages, how much a family uses, and how their bytes are kept whole.

Inner rooms: `io/` reads and writes bytes, `backends/` are the storages themselves, `care/` finds damage and mends it,
`history/` records each step of a file's life, `admin/` shows all of it. The room may know `accounts`, `outbox` and
`picup`; it knows nothing of pictures. Start with `models.py`, then `services.py`, which crosses rows, bytes and
messages.
"""
