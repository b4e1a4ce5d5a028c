"""The program that becomes ffmpeg, after it has given up what ffmpeg must not have.

`python -m albums.films.confined <limits> <program> <argument> …`, started by `ffmpeg.run`. `limits` is a JSON object of
`niceness`, `seconds` (processor time), `memory` and `output` (bytes), `files` (descriptors that it may read or write),
`parent` (the process that waits for it), `listener` (the socket to whom it tells of its reads and writes, -1 for none:
`notifying.py`) and `strict`.

It may execute and read programs and libraries, and use the descriptors that it was given. Landlock takes every other
path from it, seccomp every socket, every new process and every signal to another one: a playlist inside a film finds
neither a file nor a network, and nothing is left when ffmpeg is killed.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial

from albums.films import notifying, walls
from albums.images.sandbox.kernel import SET_PDEATHSIG, forbid_new_privileges, prctl

MISSING = 97


def main(limits: dict, command: list[str]) -> None:
    """Confine this process, and execute the command in its place.

    Exit with MISSING if `strict` and a wall is missing.
    """
    prctl(SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != limits["parent"]:  # It died before.
        sys.exit(MISSING)
    os.nice(limits["niceness"])
    limit(resource.RLIMIT_AS, limits["memory"])
    limit(resource.RLIMIT_FSIZE, limits["output"])
    limit(resource.RLIMIT_CPU, limits["seconds"])
    limit(resource.RLIMIT_CORE, 0)
    walls_stand = [
        stands(partial(walls.take_paths, limits["files"], command[0])),
        stands(walls.take_calls),
    ]
    if limits["strict"] and not all(walls_stand):
        sys.exit(MISSING)
    if limits["listener"] >= 0:
        notifying.hand_over(notifying.listen_to_itself(), limits["listener"])
    os.execve(command[0], command, dict(os.environ))  # noqa: S606 (the command is ours)


def stands(build: Callable[[], None]) -> bool:
    """Build a wall. Return False if this system lacks it."""
    try:
        forbid_new_privileges()
        build()
    except OSError:
        return False
    return True


def limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
