"""One suite for both stores: the table, and a real server that speaks MongoDB's protocol."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.history.events import Event
from storage.history.recording import new_id
from storage.models import new_file_key

NOON = datetime(2024, 5, 5, 12, tzinfo=UTC)


def make_event(**values) -> Event:
    standard = {"id": new_id(), "at": NOON, "file_key": "a" * 40, "file_id": 1, "step": "kept"}
    return Event(**standard | values)


def test_it_works(store):
    event = make_event(
        storage="main",
        actor="worker",
        request_id="from-the-proxy-1",
        note="사진 “5월” \N{GRINNING FACE}",
    )
    store.add([event])
    assert store.of(1, 10) == [event] and store.of("a" * 40, 10) == [event]


def test_other_files_are_not_told_of(store):
    store.add([make_event(), make_event(file_id=2, file_key="b" * 40)])
    assert [event.file_id for event in store.of(1, 10)] == [1]
    assert [event.file_id for event in store.of("b" * 40, 10)] == [2]
    assert store.of(3, 10) == [] == store.of(new_file_key(), 10)


def test_what_is_there_stays_as_it_was(store):
    first, other = make_event(note="first"), make_event()
    store.add([first])
    store.add([make_event(id=first.id, note="again"), other])
    store.add([first, other])
    assert store.of(1, 10) == [first, other]


def test_nothing_to_keep_of_all_that_came(store):
    event = make_event()
    store.add([event])
    store.add([event])
    assert store.of(1, 10) == [event]


def test_in_the_order_of_time(store):
    events = [make_event(at=NOON + timedelta(seconds=second)) for second in (3, 1, 2)]
    store.add(events)
    assert store.of(1, 10) == sorted(events, key=lambda event: event.at)


def test_of_one_moment_they_keep_the_order_in_which_they_were_recorded(store):
    events = [make_event() for _ in range(20)]
    store.add(list(reversed(events)))
    assert store.of(1, 100) == events


def test_the_last_ones(store):
    events = [make_event(at=NOON + timedelta(seconds=second)) for second in range(5)]
    store.add(events)
    assert store.of(1, 2) == events[3:]


@pytest.mark.parametrize("microsecond", [0, 1000, 999_000])
def test_a_moment_to_the_millisecond(store, microsecond):
    """MongoDB keeps no finer ones."""
    event = make_event(at=NOON.replace(microsecond=microsecond))
    store.add([event])
    [kept] = store.of(1, 10)
    assert kept.at == event.at and kept.at.utcoffset() == timedelta(0)


def test_a_message_of_events_at_its_longest(store):
    from storage.history.recording import MOST_EVENTS

    store.add([make_event(note="n" * 200) for _ in range(MOST_EVENTS)])
    assert len(store.of(1, MOST_EVENTS + 1)) == MOST_EVENTS


def test_what_the_address_says_holds():
    """Its timeouts, not ours; what counts as written is ours all the same."""
    pytest.importorskip("pymongo")
    from storage.history.mongo import MongoStore

    said = "connectTimeoutMS=700&serverSelectionTimeoutMS=800&socketTimeoutMS=900&appName=ours&w=majority"
    seconds = {"": (2, 2, 5, "picup"), f"?{said}": (0.7, 0.8, 0.9, "ours")}
    for query, expected in seconds.items():
        options = MongoStore(f"mongodb://127.0.0.1:1/picup{query}").events.database.client.options
        pool = options.pool_options
        found = (pool.connect_timeout, options.server_selection_timeout, pool.socket_timeout, pool.appname)
        assert found == expected
        assert options.write_concern.document == {"w": "majority", "j": True, "wtimeout": 5000}


def test_files_are_forgotten(store):
    from storage.history import forget_files

    store.add([make_event() for _ in range(3)] + [make_event(file_id=2, file_key="b" * 40)])
    assert forget_files([1, 3]) == 3 and forget_files([1, 3]) == 0
    assert store.of(1, 10) == [] and len(store.of(2, 10)) == 1


def test_an_actor_is_forgotten_and_what_she_did_stays(store):
    from storage.history import forget_actor

    person, other = "0123456789abcdef0123", "abcdef01230123456789"
    names = (person, f"administrator {person}", other, "worker")
    store.add([make_event(actor=name) for name in names])
    assert forget_actor(person) == 2 and forget_actor(person) == 0
    assert [event.actor for event in store.of(1, 10)] == ["-", "-", other, "worker"]
