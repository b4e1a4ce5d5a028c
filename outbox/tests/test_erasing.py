"""Forgetting what messages and dead letters say of somebody."""

import pytest
from django.utils import timezone

from outbox.erasing import forget, forget_letters
from outbox.models import DeadLetter, Message
from picup.core.progress import Progress

pytestmark = pytest.mark.django_db
WHO = "minsu@example.com"


def message(state: str = "done", **values) -> Message:
    return Message.objects.create(
        **{
            "task": "accounts.send_password_reset",
            "queue": "mail",
            "state": state,
            "arguments": {"email": WHO},
            **values,
        }
    )


def test_it_works():
    message()
    message(state="closed", arguments={}, error=f"no mailbox of {WHO}")
    other = message(arguments={"email": "jieun@example.com"})
    assert forget([WHO]) is Progress.DONE
    assert Message.objects.get() == other


def test_what_is_still_to_be_done_is_waited_for():
    message(state="pending")
    message(state="sent", arguments={"email": "jieun@example.com"})
    assert forget([WHO]) is Progress.WAITS
    assert Message.objects.count() == 2


def test_a_letter_that_the_clock_replays_is_waited_for():
    failed = message(state="failed")
    letter = DeadLetter.objects.create(
        fingerprint="1", message=failed, replay_at=timezone.now(), arguments={"email": WHO}
    )
    assert forget([WHO]) is Progress.WAITS
    DeadLetter.objects.filter(pk=letter.pk).update(replay_at=None)
    assert forget([WHO]) is Progress.DONE
    assert not Message.objects.exists() and not DeadLetter.objects.exists()


def test_letters_that_are_no_messages():
    DeadLetter.objects.create(fingerprint="1", body=f"To: {WHO}")
    DeadLetter.objects.create(fingerprint="2", traceback=f'File "{WHO}"')
    kept = DeadLetter.objects.create(fingerprint="3", body="To: jieun@example.com")
    forget([WHO])
    assert DeadLetter.objects.get() == kept


def test_as_json_spells_it():
    message(arguments={"email": "민수@example.com"})
    assert forget(["민수@example.com"]) is Progress.DONE
    assert not Message.objects.exists()


def test_blank_texts_are_nobodys():
    message()
    assert forget(["", ""]) is Progress.DONE
    assert Message.objects.count() == 1


def test_copies_of_what_is_stored_elsewhere():
    message(task="storage.record_history", arguments={"events": []})
    message(task="storage.record_history", state="pending", arguments={"events": []})
    forget([WHO], copies_in=["storage.record_history"])
    assert Message.objects.get().state == "pending"


def test_letters_of_a_file():
    DeadLetter.objects.create(fingerprint="1", traceback="/storage/ab/abcdef", message=message())
    open_one = DeadLetter.objects.create(fingerprint="2", error="abcdef", message=message(state="failed"))
    forget_letters(["abcdef"])
    assert DeadLetter.objects.get() == open_one
