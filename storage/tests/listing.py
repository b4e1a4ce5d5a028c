"""What every storage must stand while it is listed."""

import threading

from storage.models import new_file_key


def assert_listed_while_others_come_and_go(backend) -> None:
    """Real threads: a file that vanishes while it is listed is no error, and the others are listed.

    Not with moto, whose dictionary of objects is not made for threads.
    """
    stay = {new_file_key() for _ in range(30)}
    for key in stay:
        backend.write(key, [b"x"])
    ended = threading.Event()

    def come_and_go():
        while not ended.is_set():
            key = new_file_key()
            backend.write(key, [b"x"])
            backend.delete(key)

    threads = [threading.Thread(target=come_and_go) for _ in range(2)]
    [thread.start() for thread in threads]
    try:
        for _ in range(20):
            assert stay <= {key for key, _ in backend.list()}
    finally:
        ended.set()
        [thread.join() for thread in threads]
    assert {key for key, _ in backend.list()} == stay
