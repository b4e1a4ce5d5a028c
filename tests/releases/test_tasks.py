"""Messages of the previous release name tasks that are still there, with their arguments, on queues that are served."""

import inspect
import json
from pathlib import Path

import pytest

from outbox.consuming import HANDLERS
from outbox.transport import queues

TASKS = json.loads((Path(__file__).parent / "0.1" / "tasks.json").read_text())


@pytest.mark.parametrize("name", TASKS)
def test_a_task_in_flight(name):
    """The first argument is the delivery, which no message names. Others that are new need a default."""
    inspect.signature(HANDLERS[name].function).bind(None, **dict.fromkeys(TASKS[name]["arguments"]))
    assert TASKS[name]["queue"] == HANDLERS[name].queue
    assert HANDLERS[name].queue in {queue.name for queue in queues.QUEUES}
