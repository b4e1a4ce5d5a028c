"""Whoever looks at a page comes first: what can wait gives way to that on a busy machine."""

import os
from contextlib import suppress
from pathlib import Path

NICENESS = 10


def give_way() -> None:
    """For a process that leads a session. Linux schedules each session as one group, so niceness within a session
    only orders its own members: the group's own is set too, where there is such a thing."""
    os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS))
