"""A deadline for a call that may hang: a server that sends a byte now and then, a volume that does not answer."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what `call` returns, or raise what it raises. Raise TimeoutError after `seconds`.

    It runs in a thread of its own, which is left to itself after the deadline.
    """
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, name="within a deadline", daemon=True).start()
    return answer.result(seconds)
