import pytest
from django.db import transaction

from outbox.models import Message
from outbox.services import OutsideTransaction
from picup.core.actor import actor
from picup.core.request_id import request_id
from storage import history
from storage.history import Event, Step
from storage.history.recording import MOST_EVENTS
from storage.models import StoredFile


@pytest.fixture
def file(family):
    return StoredFile.objects.create(family=family, kind="original", content_type="image/jpeg")


def recorded() -> list[Event]:
    messages = Message.objects.filter(task="storage.record_history").order_by("id")
    return [Event.from_json(values) for message in messages for values in message.arguments["events"]]


def test_it_works(file):
    actor_token, request_token = actor.set(lambda: "worker"), request_id.set("from-the-proxy-1")
    with transaction.atomic():
        history.record(file, Step.HEALED, storage="main", note="it was missing")
    actor.reset(actor_token)
    request_id.reset(request_token)
    [event] = recorded()
    assert (event.file_key, event.file_id, event.step) == (file.key, file.pk, "healed")
    assert (event.storage, event.note) == ("main", "it was missing")
    assert (event.actor, event.request_id) == ("worker", "from-the-proxy-1")
    assert event.label == "healed"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses(file):
    with pytest.raises(OutsideTransaction):
        history.record(file, Step.HEALED)


def test_what_is_rolled_back_was_not_recorded(file):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        history.record(file, Step.HEALED)
        raise ZeroDivisionError
    assert recorded() == []


def test_many_are_one_message(file):
    with transaction.atomic():
        history.record_many([history.event(file, Step.VERIFIED, storage) for storage in ("main", "backup")])
        history.record_many([])
    assert Message.objects.count() == 1
    assert [event.storage for event in recorded()] == ["main", "backup"]


def test_a_crowd_is_several(file):
    with transaction.atomic():
        history.record_many([history.event(file, Step.VERIFIED) for _ in range(MOST_EVENTS + 1)])
    assert [len(message.arguments["events"]) for message in Message.objects.order_by("id")] == [
        MOST_EVENTS,
        1,
    ]
    assert len({event.id for event in recorded()}) == MOST_EVENTS + 1


def test_a_file_by_its_rows_id(file, family, django_assert_num_queries):
    other = StoredFile.objects.create(family=family, kind="original", content_type="image/jpeg")
    # Its key is looked up, for all of them at once; the message is inserted.
    with transaction.atomic(), django_assert_num_queries(2):
        history.record_many([history.event(each.pk, Step.VERIFIED) for each in (file, other, file)])
    assert [event.file_key for event in recorded()] == [file.key, other.key, file.key]


def test_a_file_that_nobody_knows(db):
    with pytest.raises(KeyError), transaction.atomic():
        history.record(12345, Step.VERIFIED)


def test_one_cause_makes_one_event(file):
    same = [history.event(file, Step.DELETED, "main", once="a message").id for _ in range(2)]
    other = [
        history.event(file, Step.DELETED, "backup", once="a message").id,
        history.event(file, Step.DELETED, "main", once="another message").id,
        history.event(file, Step.DELETED, "main").id,
    ]
    assert len({*same, *other}) == 4 and {len(each) for each in (*same, *other)} == {32}


def test_a_hostile_note(file):
    with transaction.atomic():
        history.record(file, Step.REFUSED, note="a\x00b\udcff" + "n" * 500)
    [event] = recorded()
    assert event.note == "ab?" + "n" * 197


def test_its_time_is_now_in_utc(file):
    event = history.event(file, Step.KEPT)
    assert Event.from_json(event.as_json()) == event
    assert event.at.utcoffset().total_seconds() == 0
