"""The yardstick of bench.tus.photos: keep photos as safely as the site does, and do nothing else.

Each file of a directory is read, hashed (SHA-256), encrypted in the segments of the storages, and written to two
directories, each with an fsync of the file and of the directory. Then a row of it is committed. One after the other.

python -m bench.bare_upload SOURCE TARGET-1 TARGET-2 DATABASE     prints seconds, without Python's own start
"""

import hashlib
import os
import sqlite3
import sys
import time
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEGMENT = 64 * 1024
INSERT = "INSERT INTO photo (name, size, sha256) VALUES (?, ?, ?)"


def main(source: str, *places: str) -> None:
    *targets, database = map(Path, places)
    connection = connect(database)
    paths = sorted(Path(source).iterdir())
    start = time.perf_counter()
    for path in paths:
        content = path.read_bytes()
        sealed = encrypt(content)
        for target in targets:
            write(target, path.name, sealed)
        with connection:
            connection.execute(INSERT, (path.name, len(content), hashlib.sha256(content).hexdigest()))
    print(time.perf_counter() - start)


def connect(database: Path) -> sqlite3.Connection:
    """Make the table. What is committed is on the disk, as in the site (picup/db/config.py)."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE photo (id INTEGER PRIMARY KEY, name TEXT, size INTEGER, sha256 TEXT)")
    return connection


def encrypt(content: bytes) -> bytes:
    cipher, view = AESGCM(os.urandom(32)), memoryview(content)
    starts = range(0, len(content), SEGMENT)
    return b"".join(
        cipher.encrypt(number.to_bytes(12, "big"), view[start : start + SEGMENT], None)
        for number, start in enumerate(starts)
    )


def write(target: Path, name: str, content: bytes) -> None:
    temporary = target / f"{name}.partial"
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(target / name)
    directory = os.open(target, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(directory)
    os.close(directory)


if __name__ == "__main__":
    main(*sys.argv[1:])
