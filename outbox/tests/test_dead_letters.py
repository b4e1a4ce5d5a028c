import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from outbox.consuming import consume
from outbox.dead_letters import CannotResolve, close, create_foreign_dead_letter, replay, replay_outages
from outbox.models import DeadLetter, Message
from outbox.tests.conftest import record
from picup.alerts.models import Alert


@pytest.fixture
def die(publish):
    def die(message=None, **arguments) -> DeadLetter:
        message = message or publish(number=1, fail=True, permanent=True, **arguments)
        consume(record, uid=str(message.uid), arguments=message.arguments)
        return DeadLetter.objects.get(message=message)

    return die


def test_it_works(die, calls):
    """It dies, is replayed after the repair, and is done."""
    letter = die()
    message = letter.message
    replay(letter, by="boss")
    Message.objects.update(arguments={"number": 2})
    consume(record, uid=str(message.uid), arguments={"number": 2})
    message.refresh_from_db()
    letter.refresh_from_db()
    assert message.state == "done" and calls[-1] == {"number": 2}
    assert (letter.state, letter.settled_by) == ("replayed", "boss")


def test_its_alert_commits_with_it(die):
    letter = die()
    (alert,) = Alert.objects.filter(kind="dead letters")
    assert alert.summary == "tests.record: RuntimeError"
    assert letter.message.error not in alert.summary


def test_dying_again_opens_the_same_letter(die):
    first = die()
    replay(first, by="boss")
    again = die(first.message)
    assert again.pk == first.pk
    assert (again.state, again.count) == ("open", 2)
    assert again.first_failed_at == first.first_failed_at < again.last_failed_at


@pytest.mark.django_db(transaction=True)
def test_of_two_replays_at_once_one_opens_it(die):
    letter, won, start = die(), [], threading.Barrier(4)

    def run():
        start.wait()
        try:
            replay(letter, by="boss")
            won.append(True)
        except CannotResolve:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert won == [True]


def test_closing_ends_it(die):
    letter = die()
    close(letter, reason="Not needed.", by="boss")
    letter.refresh_from_db()
    assert (letter.state, letter.message.state) == ("closed", "closed")
    with pytest.raises(CannotResolve):
        replay(letter, by="boss")
    assert Message.objects.get().state == "closed"


def test_an_outage_is_replayed_when_its_time_has_come(die):
    letter = die(error="ConnectionRefusedError")
    assert replay_outages() == 0
    DeadLetter.objects.update(replay_at=timezone.now() - timedelta(seconds=1))
    assert replay_outages() == 1
    letter.refresh_from_db()
    assert (letter.state, letter.message.state) == ("replayed", "pending")


def test_an_outage_that_goes_on_is_told_once(die):
    letter = die(error="ConnectionRefusedError")
    replay(letter, by="")
    die(letter.message)
    assert sum(alert.count for alert in Alert.objects.all()) == 1


def test_a_mistake_is_never_replayed_by_itself(die):
    die()
    DeadLetter.objects.update(last_failed_at=timezone.now() - timedelta(days=9))
    assert replay_outages() == 0


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_the_same_nonsense_is_one_letter():
    for _ in range(5):
        create_foreign_dead_letter(
            task="x" * 200, queue="mail", body=b"\x00\xff" * 600_000, headers="{}", error="rejected"
        )
    letter = DeadLetter.objects.get()
    assert letter.count == 5 and len(letter.body) < 20_100
