"""Copies that are there and cannot be read, by real errors of the operating system."""

import os
import socket
from pathlib import Path


def refuse_to_be_read(path: Path) -> None:
    """EIO at the first read, as of a bad block: /proc/self/mem opens, and its first page is nobody's."""
    path.unlink()
    path.symlink_to("/proc/self/mem")


def end_in_a_loop(path: Path) -> None:
    """ELOOP when it is opened."""
    path.unlink()
    path.symlink_to(path)


def be_a_socket(path: Path) -> None:
    """ENXIO when it is opened, as of a device that is gone."""
    path.unlink()
    # A socket's address is at most 108 bytes long.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def be_a_directory(path: Path) -> None:
    """EISDIR."""
    path.unlink()
    path.mkdir()


def be_a_pipe(path: Path) -> None:
    """No error: whoever opens it waits for a writer, unless it says that it does not wait."""
    path.unlink()
    os.mkfifo(path)


HARMS = {
    "EIO": refuse_to_be_read,
    "ELOOP": end_in_a_loop,
    "ENXIO": be_a_socket,
    "EISDIR": be_a_directory,
    "a pipe": be_a_pipe,
}
