"""The child process that decodes pictures. `decoder.Decoder` starts it as
`python -m albums.images.child <niceness> <seconds> <memory> <strict>`.

It reads one JSON object a line from the socket that is its standard input, with the descriptors of the input and of
the outputs, and forks a process for this job alone: a file that takes over the decoder meets no other family's photo,
neither before nor after its own. That process closes the sandbox behind itself, does the job, and writes one JSON
object a line to standard output:

    {"job": "examine", "size": …, "name": …}, [input]                   {"done": {…}}
    {"job": "derive", "size": …, "sizes": …}, [input, output, …]        {"done": [[variant, width, height], …]}
                                                                        {"refused": [reason, detail]}
                                                                        {"os_error": [errno, text]}
                                                                        {"no_sandbox": [part, …]}
                                                                        {"error": traceback}

Every answer has "missing", the parts of the sandbox that this system lacks.
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
# Of one message from the parent, and descriptors in it: an input, and an output for each size.
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
    channels = Channels()
    missing = sandbox.find_missing()
    sandbox.take_paths()
    gc.freeze()  # The collector would write to what all jobs share, and each would copy it.
    while received := receive(channels.jobs):
        limits.allow_cpu(seconds)
        do_alone(channels, *received, missing, bool(strict))


class Channels:
    """The socket from the parent, the descriptor of answers, and one that swallows what is written to it.

    Standard output is for answers alone: what libraries print goes to standard error.
    """

    def __init__(self) -> None:
        self.jobs = socket.socket(fileno=JOBS)
        self.answers = os.dup(OUTPUT)
        os.dup2(ERRORS, OUTPUT)
        self.nowhere = os.open(os.devnull, os.O_WRONLY)

    def close_the_sandbox(self) -> None:
        """Leave nothing to this process but its input, its outputs and its answer.

        What libraries print would stand in the site's log, in words that the file may choose.
        """
        self.jobs.close()
        for printed in (OUTPUT, ERRORS):
            os.dup2(self.nowhere, printed)
        os.close(self.nowhere)
        sandbox.take_calls()


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
    channels: Channels, line: bytes, descriptors: list[int], missing: list[str], strict: bool
) -> None:
    """Do a job in a process of its own, and wait until that ends, or until the parent is gone or has the next job.

    If that process ends without an answer, end as it did: the parent then reads the reason.
    """
    mine, its = os.pipe()  # Closed by the end of the process that has `its`.
    parent = os.getpid()
    pid = os.fork()
    if not pid:
        os.close(mine)
        end_with(parent)
        channels.close_the_sandbox()
        request = json.loads(line)
        answer = {"no_sandbox": missing} if strict and missing else make_answer(request, *descriptors)
        write(channels.answers, json.dumps({**answer, "missing": missing}, default=str).encode() + b"\n")
        os._exit(0)
    for descriptor in (*descriptors, its):
        os.close(descriptor)
    is_told = wait_for_any(mine, channels.jobs)
    os.close(mine)
    os.kill(pid, signal.SIGKILL)  # No process but this one knows its number, so that it cannot be another's yet.
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status and not is_told:
        end_as(status)


def wait_for_any(mine: int, jobs: socket.socket) -> bool:
    """Wait until the end of the process that has the other end of `mine`, or word from the parent. Tell if that came.

    The parent sends a job only when it has the answer to the one before, so that nobody waits any more.
    """
    poll = select.poll()
    poll.register(mine, select.POLLIN)
    poll.register(jobs, select.POLLIN)
    return jobs.fileno() in dict(poll.poll())


def end_with(parent: int) -> None:
    """Have this process end with its parent, however that ends. Linux only."""
    with suppress(OSError):
        prctl(SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def end_as(status: int) -> None:
    """End as another process has ended: by a signal, below 0, or with a code."""
    if status < 0:
        with suppress(OSError):  # that SIGKILL cannot be handled
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(abs(status))


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
