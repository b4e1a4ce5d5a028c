"""In place of `albums.images.child`: do what the input says, as Python, where a decoder would have been taken over.

    python -m albums.images.tests.attacker <arguments of the child>

The code finds `say` (what the test gets to know), `original` and `outputs` (its descriptors), `call` (a system call by
its number) and these modules, because nothing can be imported any more.
"""

import ctypes
import json
import mmap
import os
import signal
import socket
import subprocess
import sys

from albums.images import child
from albums.images.sandbox.kernel import libc, syscall

MODULES = {
    "ctypes": ctypes,
    "mmap": mmap,
    "os": os,
    "signal": signal,
    "socket": socket,
    "subprocess": subprocess,
}


def obey(request: dict, original: int, *outputs: int) -> dict:
    said: list = []
    names = {"say": said.append, "original": original, "outputs": outputs, "call": syscall, "libc": libc}
    exec(os.pread(original, request["size"], 0), {**MODULES, **names})
    return {"refused": ["damaged", json.dumps(said)]}


if __name__ == "__main__":
    child.make_answer = obey
    child.main(*map(int, sys.argv[1:]))
