"""The private directory of one stack, and its file `stack.json` with ports, secrets and processes."""

import hashlib
import json
import os
import random
import re
import secrets
import socket
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
# Below the ports that Linux gives to outgoing connections: one of those could hold a member's port just
# while the member is down, and it must come back where the others look for it.
PORTS = range(20000, 32000)
# As many as pytest has processes at most.
SHARES = 8
# Servers split their settings at blanks, and a socket's path has at most 107 bytes.
PLAIN = re.compile(r"[A-Za-z0-9_./+-]{1,80}")


class StackDir:
    """The directory of a stack. Everybody reads it; only the supervisor changes it, from several threads."""

    def __init__(self, directory: str | Path):
        self.directory = plain(Path(directory).absolute())
        self.file = self.directory / "stack.json"
        self.lock = threading.RLock()

    def read(self) -> dict:
        try:
            return json.loads(self.file.read_text())
        except FileNotFoundError:
            return {}

    def change(self, section: str, **values) -> None:
        """Set values in one section. Replace the file at once, so that no reader sees half of it."""
        with self.lock:
            known = self.read()
            known[section] = {**known.get(section, {}), **values}
            self.directory.resolve().mkdir(parents=True, exist_ok=True, mode=0o700)
            temporary = self.file.with_suffix(".new")
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(known, file, indent=1)
            temporary.replace(self.file)

    def secret(self) -> str:
        """Return the password of all accounts of this stack, from a file that only its owner can read."""
        with self.lock:
            known = self.read().get("secret", {}).get("password")
            if not known:
                known = secrets.token_hex(16)
                self.change("secret", password=known)
            return known

    def port(self, use: str) -> int:
        """Return the port for `use`, the same at every start of this stack."""
        with self.lock:
            taken = self.read().get("ports", {})
            if use not in taken:
                self.change("ports", **{use: free_port(set(taken.values()))})
            return self.read()["ports"][use]


def plain(directory: Path) -> Path:
    """Return the directory, or a short link to it if its path is too much for some server."""
    if PLAIN.fullmatch(str(directory)):
        return directory
    name = hashlib.sha256(os.fsencode(directory)).hexdigest()[:12]
    link = Path(tempfile.gettempdir()) / f"pic-up-{os.getuid()}-{name}"
    with suppress(FileExistsError):
        link.symlink_to(directory)
    if link.lstat().st_uid != os.getuid() or link.readlink() != directory:
        raise OSError(f"{link} should be a link to {directory}, and is not.")
    return link


def free_port(taken: set[int]) -> int:
    for port in random.sample(own_ports(), 500):
        if port not in taken and is_free(port):
            return port
    raise RuntimeError("No free port was found.")


def own_ports() -> range:
    """Return the ports to choose from. Each of pytest's processes has its share.

    A port that was free when a stack chose it may be another's before its member listens.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    return PORTS[int(worker) % SHARES :: SHARES] if worker.isdecimal() else PORTS


def is_free(port: int) -> bool:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int, question: bytes = b"") -> bytes:
    """Return the answer of a port to `question` within a second; b"" if none. Without a question return b"open"."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            if not question:
                return b"open"
            connection.sendall(question)
            return connection.recv(4096)
    except OSError:
        return b""
