"""A handler that exists only in bench.messages: it notes when its first line ran."""

import time
from pathlib import Path

from outbox.consuming import handler


@handler("bench.note", queue="files")
def note(delivery, *, file, number):
    now = time.time()
    with Path(file).open("a") as notes:
        notes.write(f"{number} {now!r}\n")
