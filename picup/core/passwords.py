"""Hashes of passwords, of which a process makes only a few at once: each takes 100 MB and all of the processors."""

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

from picup.core.refusals import refused

AT_ONCE = 2
# Threads that wait for their turn. More would leave too few for pages.
WAITING = 4
WAIT_SECONDS = 4

turns = threading.BoundedSemaphore(AT_ONCE)
queue = threading.BoundedSemaphore(WAITING)


class TooManyPasswords(Exception):
    """Nothing was hashed or compared. The same call may succeed in a moment."""


class Turn:
    """with Turn(): … one hash. Raises `TooManyPasswords` if too many wait already, or after WAIT_SECONDS."""

    def __enter__(self):
        if not turns.acquire(blocking=False):
            self.wait()
        return self

    def wait(self) -> None:
        is_queued = queue.acquire(blocking=False)
        try:
            if not is_queued or not turns.acquire(timeout=WAIT_SECONDS):
                refused("passwords")
                raise TooManyPasswords
        finally:
            if is_queued:
                queue.release()

    def __exit__(self, *args):
        turns.release()


class Argon2InTurn(Argon2PasswordHasher):
    """Django's Argon2 with a bound. Every hash passes here: signing in and up, resets, the admin, unknown names."""

    def encode(self, password, salt):
        with Turn():
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with Turn():
            return super().verify(password, encoded)
