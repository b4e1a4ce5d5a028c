import threading
import time
from contextlib import ExitStack

import pytest

from picup.core import passwords
from picup.core.passwords import AT_ONCE, WAITING, Argon2InTurn, TooManyPasswords, Turn
from tests.support.waiting import waits_less_than


@pytest.fixture
def busy():
    """Others hash, until it is closed."""
    with ExitStack() as turns:
        for _ in range(AT_ONCE):
            turns.enter_context(Turn())
        yield turns


def test_it_works():
    hasher = Argon2InTurn()
    encoded = hasher.encode("a long walk", "a salt of some length")
    assert hasher.verify("a long walk", encoded) and not hasher.verify("another", encoded)
    assert not passwords.turns._value < AT_ONCE, "each gives its turn back"


def test_one_more_waits_for_its_turn(busy):
    threading.Timer(0.1, busy.close).start()
    with Turn():
        pass
    assert passwords.queue._value == WAITING


def test_it_does_not_wait_for_ever(busy, monkeypatch):
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.05)
    with pytest.raises(TooManyPasswords):
        Argon2InTurn().encode("a long walk", "a salt of some length")
    assert passwords.queue._value == WAITING


def test_few_wait(busy):
    """Else all threads would, and pages would find none."""
    results = []

    def take_turn():
        try:
            with Turn():
                results.append("hashed")
        except TooManyPasswords:
            results.append("refused")

    threads = [threading.Thread(target=take_turn) for _ in range(WAITING)]
    for thread in threads:
        thread.start()
    while passwords.queue._value:
        time.sleep(0.01)
    with waits_less_than(1), pytest.raises(TooManyPasswords), Turn():
        pass
    busy.close()
    for thread in threads:
        thread.join()
    assert results == ["hashed"] * WAITING


def test_a_failure_gives_its_turn_back():
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), Turn():
            raise ZeroDivisionError
