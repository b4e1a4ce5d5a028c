"""Threads that begin together, for races on a real database."""

import threading
from collections.abc import Callable


def at_once(*works: Callable) -> list:
    """Call each in a thread of its own, all beginning together. Return their results; raise what one raised."""
    from django.db import connection  # The processes of these tests set Django up after their imports.

    together, results, errors = threading.Barrier(len(works)), {}, []

    def run(number: int) -> None:
        try:
            together.wait()
            results[number] = works[number]()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return [results[number] for number in range(len(works))]
