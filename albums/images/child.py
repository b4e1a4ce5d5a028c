"""The child process that decodes pictures. `decoder.Decoder` starts it as
`python -m albums.images.child <niceness> <seconds> <memory>`.

It reads and writes one JSON object a line:

    {"job": "examine", "path": …}                           {"done": {…}}
    {"job": "derive", "path": …, "directory": …, "sizes": …}   {"done": [{…}, …]}
                                                            {"refused": [reason, detail]}
                                                            {"os_error": [errno, text, file name]}
                                                            {"error": traceback}

After an answer with "last": true the child ends, and the client starts another.
"""

import json
import os
import queue
import signal
import sys
import threading
import traceback
from dataclasses import asdict

from albums.images import limits
from albums.images.derive import derive
from albums.images.errors import Refused
from albums.images.examine import examine

# Codecs leak and memory gets fragmented; a fresh child costs 0.2 s.
JOBS_PER_CHILD = 500

# After memory ran out, the state of the libraries is unknown: answer, then end.
ENDS_THE_CHILD = "too-many-pixels"


def main(niceness: int, seconds: int, memory: int) -> None:
    """Answer jobs until the parent closes the standard input.

    `niceness` is the process's, `seconds` the processor time of one job, `memory` the limit of address space in bytes.
    """
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the parent too, which then ends this process
    os.nice(niceness)
    answers = _private_output()
    limits.confine(memory)
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=[lines], daemon=True).start()
    for count in range(1, JOBS_PER_CHILD + 1):
        request = json.loads(lines.get())
        limits.allow_cpu(seconds)
        answer = _answer(request)
        answer["last"] = count == JOBS_PER_CHILD or answer.get("refused", [""])[0] == ENDS_THE_CHILD
        os.write(answers, json.dumps(answer, default=str).encode() + b"\n")


def _private_output() -> int:
    """Return a descriptor of standard output for answers alone, and send what libraries print to standard error."""
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers


def _listen(lines: queue.SimpleQueue) -> None:
    """Pass jobs on, and end the process as soon as the parent is gone, even in the middle of a job.

    PR_SET_PDEATHSIG would not do: it fires when the parent's THREAD ends that started this process, and the threads of
    a web server come and go.
    """
    for line in sys.stdin.buffer:
        lines.put(line)
    os._exit(0)


def _answer(request: dict) -> dict:
    try:
        if request["job"] == "examine":
            return {"done": asdict(examine(request["path"], request["name"]))}
        derived = derive(request["path"], request["directory"], request["sizes"])
        return {"done": [asdict(each) for each in derived]}
    except Refused as refused:
        return {"refused": [refused.reason, refused.detail[:500]]}
    except MemoryError:
        return {"refused": [ENDS_THE_CHILD, "out of memory"]}
    except OSError as error:
        return {"os_error": [error.errno, error.strerror or str(error), error.filename]}
    except Exception:
        return {"error": traceback.format_exc()}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
