"""The child process that decodes pictures. `decoder.Decoder` starts it as
`python -m albums.images.child <niceness> <seconds> <memory> <strict>`.

It reads one JSON object a line from the socket that is its standard input, with the descriptors of the answer, of the
input and of the outputs, and forks a process for this job alone: a file that takes over the decoder meets no other
family's photo, neither before nor after its own. That process closes the sandbox behind itself, does the job, and
writes one JSON object and a line's end as its answer:

    {"job": "examine", "size": …, "name": …}      {"done": {…}}
    {"job": "derive", "size": …, "sizes": …}      {"done": [[variant, width, height], …]}
                                                  {"refused": [reason, detail]}
                                                  {"os_error": [errno, text]}
                                                  {"no_sandbox": [part, …]}
                                                  {"error": traceback}
                                                  {"died": signal below 0, or code}

Every answer but the last has "missing", the parts of the sandbox that this system lacks.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from dataclasses import asdict

from albums.images import limits, sandbox, source
from albums.images.derive import derive
from albums.images.errors import Refused
from albums.images.examine import examine
from albums.images.sandbox.kernel import SET_PDEATHSIG, prctl
from albums.images.warm import warm

JOBS, OUTPUT, ERRORS = 0, 1, 2
# Of one message from the parent, and descriptors in it: the answer, an input, and an output for each size.
LINE_BYTES, DESCRIPTORS = 65536, 16


def main(niceness: int, seconds: int, memory: int, strict: int) -> None:
    """Answer jobs until the parent closes the socket.

    `niceness` is the process's, `seconds` the processor time of one job, `memory` the limit of address space in bytes.
    If `strict` is 1, decode nothing where a part of the sandbox is missing.
    """
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the parent too, which then ends this process
    os.nice(niceness)
    limits.confine(memory)
    warm()
    missing = sandbox.find_missing()
    sandbox.take_paths()
    gc.freeze()  # The collector would write to what all jobs share, and each would copy it.
    with socket.socket(fileno=JOBS) as jobs:
        while received := receive(jobs):
            limits.allow_cpu(seconds)
            do_alone(jobs, *received, missing, bool(strict))


def receive(jobs: socket.socket) -> tuple[bytes, list[int]] | None:
    """Return the next line and its descriptors. None when the parent is gone."""
    line, descriptors = b"", []
    while not line.endswith(b"\n"):
        part, came, _, _ = socket.recv_fds(jobs, LINE_BYTES, DESCRIPTORS)
        if not part:
            return None
        line += part
        descriptors += came
    return line, descriptors


def do_alone(
    jobs: socket.socket, line: bytes, descriptors: list[int], missing: list[str], strict: bool
) -> None:
    """Do a job in a process of its own, and wait until that ends, or until the parent is gone or has the next job.

    If that process dies, say so in its place.
    """
    its, mine = os.pipe()  # Nothing goes through it: `mine` breaks when that process ends.
    parent = os.getpid()
    pid = os.fork()
    if not pid:
        os.close(mine)
        end_with(parent)
        jobs.close()
        work(line, *descriptors, missing=missing, strict=strict)
        os._exit(0)
    os.close(its)
    answers, *files = descriptors
    for descriptor in files:
        os.close(descriptor)
    wait_for_any(mine, jobs)
    os.close(mine)
    os.kill(pid, signal.SIGKILL)  # Nobody has waited for it yet, so that its number is no other's.
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with suppress(BrokenPipeError):  # if it has answered before it died
        if status:
            write(answers, json.dumps({"died": status}).encode() + b"\n")
    os.close(answers)


def wait_for_any(mine: int, jobs: socket.socket) -> None:
    """Wait until the process ends that has the other end of `mine`, or for word from the parent.

    The parent sends a job only when it has the answer to the one before, so that nobody waits for that any more.
    """
    poll = select.poll()
    poll.register(mine, 0)  # Its breaking is always told.
    poll.register(jobs, select.POLLIN)
    poll.poll()


def end_with(parent: int) -> None:
    """Have this process end with its parent, however that ends. Linux only."""
    with suppress(OSError):
        prctl(SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def work(line: bytes, answers: int, *files: int, missing: list[str], strict: bool) -> None:
    """Close the sandbox, do one job and write its answer.

    What libraries print goes nowhere: it would stand in the site's log, in words that the file may choose.
    """
    os.dup2(OUTPUT, ERRORS)
    sandbox.take_calls()
    request = json.loads(line)
    answer = {"no_sandbox": missing} if strict and missing else make_answer(request, *files)
    write(answers, json.dumps({**answer, "missing": missing}, default=str).encode() + b"\n")


def make_answer(request: dict, original: int, *outputs: int) -> dict:
    try:
        content = source.read(original, request["size"])
        if request["job"] == "examine":
            return {"done": asdict(examine(content, request["name"]))}
        return {"done": write_all(content, request["sizes"], outputs)}
    except Refused as refused:
        return {"refused": [refused.reason, refused.detail[:500]]}
    except MemoryError:
        return {"refused": ["too-many-pixels", "out of memory"]}
    except OSError as error:
        return {"os_error": [error.errno, error.strerror or str(error)]}
    except Exception:
        return {"error": traceback.format_exc()}


def write_all(content: bytes, sizes: dict[str, int], outputs: tuple[int, ...]) -> list[tuple[str, int, int]]:
    """Write a file for each size to its descriptor; they have the order of `sizes`. Return variants and dimensions."""
    by_variant = dict(zip(sizes, outputs, strict=True))
    done = []
    for variant, image, derived in derive(content, sizes):
        write(by_variant[variant], derived)
        done.append((variant, image.width, image.height))
    return done


def write(descriptor: int, content: bytes) -> None:
    """Write all of `content`. Not by a file object, which asks for more than the sandbox allows. Raise OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
