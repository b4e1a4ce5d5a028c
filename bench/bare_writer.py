"""The yardstick of bench.upload: read each file of a directory, hash it, and write it twice with fsync.

python bare_writer.py SOURCE TARGET-1 TARGET-2     prints seconds, without Python's own start
"""

import hashlib
import os
import sys
import time
from pathlib import Path


def main(source: str, *targets: str) -> None:
    contents = {path.name: path.read_bytes() for path in Path(source).iterdir()}
    start = time.perf_counter()
    for name, content in contents.items():
        hashlib.sha256(content).hexdigest()
        for target in targets:
            with (Path(target) / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    print(time.perf_counter() - start)


main(*sys.argv[1:])
