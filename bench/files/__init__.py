"""Files: writing them in both storages, and serving them, each against something bare on the same machine.

`python -m bench files`. What each figure is stands in its file: writing.py, memory.py, serving.py. BENCH_BYTES (default
1 GB) is how much each round writes and how large the large file is.
"""

import os
import tempfile
from pathlib import Path

from bench.files import memory, serving, writing
from bench.files.saying import say
from deploy.local.control import Stack

DEFAULT_BYTES = 1_000_000_000
# A photo of a phone.
PHOTO = 3_000_000


def run(rounds: int = 3, seconds: float = 5) -> dict[str, float]:
    size = int(os.environ.get("BENCH_BYTES") or DEFAULT_BYTES)
    with tempfile.TemporaryDirectory(prefix="pic-up-bench-") as name:
        stack = Stack(Path(name) / "stack").open()
        try:
            stack.start("s3")
            say(f"{size / 1e6:.0f} MB, both storages on one disk; {os.cpu_count()} cores")
            directory = Path(name)
            return {
                **writing.measure(directory, stack["s3"], size=size, photo=PHOTO, rounds=rounds),
                **memory.measure(directory, stack["s3"], sizes=(PHOTO, size * 3 // 10, size)),
                **serving.measure(size=size, rounds=rounds, seconds=seconds),
            }
        finally:
            stack.down()
