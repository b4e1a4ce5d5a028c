"""The outbox as a state machine: hypothesis interleaves commits, rollbacks, dispatchers that die at any
point, brokers that are away, workers that repeat or die, and the passing of time.

The rows and the broker (kombu's SQLite transport) are real. Whatever happens: nothing is lost, nothing that
was rolled back is published, every effect happens once, and in the end everything is done.
"""

import os
import socket
from collections import Counter
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from kombu import Connection, Producer

import outbox
from outbox.consuming import MAX_DELIVERIES, Delivery, start_delivery
from outbox.dispatching import claim, dispatch, mark_sent, mend_clock, send_one
from outbox.models import DeadLetter, Message, at_once
from outbox.retries import schedule_retry
from outbox.transport.broker import broker

# `make kills` plays more of them.
EXAMPLES = int(os.environ.get("OUTBOX_EXAMPLES", "8"))
QUICK = {"max_retries": 1, "interval_start": 0, "interval_step": 0}
pick = st.integers(0, 1000)
HOUR = timedelta(hours=1)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Outbox(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        DeadLetter.objects.all().delete()
        Message.objects.all().delete()
        self.committed: set[str] = set()
        self.rolled_back: set[str] = set()
        # What dispatchers have claimed, with how many of it they have sent; what workers have in hand.
        self.claims: list[tuple[list[Message], int]] = []
        self.leased: set[int] = set()
        self.in_hand: list[str] = []
        self.delivered: list[str] = []
        self.effects: Counter = Counter()
        self.deaths = self.failures = 0
        self.take_out()
        self.delivered.clear()

    # --- People ----------------------------------------------------------------------------------------

    @initialize(count=st.integers(2, 5))
    def a_morning(self, count):
        self.commit(count, nudge=True)

    @rule(count=st.integers(1, 5), nudge=st.booleans())
    def commit(self, count, nudge):
        with transaction.atomic():
            messages = [outbox.publish("tests.record", number=number) for number in range(count)]
        self.committed |= {str(message.uid) for message in messages}
        if nudge:
            self.a_whole_dispatch()

    @rule()
    def roll_back(self):
        try:
            with transaction.atomic():
                self.rolled_back.add(str(outbox.publish("tests.record", number=1).uid))
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    # --- Dispatchers -----------------------------------------------------------------------------------

    @rule(limit=st.integers(1, 4))
    def claim_some(self, limit):
        messages = claim(limit)
        taken = {message.pk for message in messages}
        assert not taken & self.leased, "two dispatchers hold one row"
        if messages:
            self.leased |= taken
            self.claims.append((messages, 0))

    @precondition(lambda self: self.claims)
    @rule(which=pick)
    def send_one_of_a_claim(self, which):
        messages, sent = self.claims.pop(which % len(self.claims))
        if sent < len(messages):
            broker.begin()
            send_one(messages[sent])
            broker.wait_for_confirms()
            assert broker.confirmed == [messages[sent]]
            self.take_out()
        self.claims.append((messages, min(sent + 1, len(messages))))

    @precondition(lambda self: self.claims)
    @rule(which=pick)
    def mark_what_was_sent(self, which):
        messages, sent = self.claims.pop(which % len(self.claims))
        mark_sent(messages[:sent])
        # What was not sent waits for the end of its lease.
        self.leased -= {message.pk for message in messages[:sent]}

    @precondition(lambda self: self.claims)
    @rule(which=pick)
    def a_dispatcher_dies(self, which):
        """Before it sent anything, in the middle, or between publishing and marking."""
        self.claims.pop(which % len(self.claims))

    @rule()
    def a_whole_dispatch(self):
        dispatch()
        self.take_out()

    @rule()
    def a_dispatch_while_the_broker_is_away(self):
        address = f"amqp://127.0.0.1:{closed_port()}//"
        broker.producer = Producer(Connection(address, transport_options=QUICK))
        assert dispatch() == 0
        broker.producer = None

    # --- Workers ---------------------------------------------------------------------------------------

    @precondition(lambda self: self.delivered)
    @rule(which=pick, workers=st.integers(1, 2))
    def workers_take_one(self, which, workers):
        """Two, when the broker delivers it again: its connection broke before the acknowledgement."""
        uid = self.delivered.pop(which % len(self.delivered))
        self.in_hand += [uid for _ in range(workers) if start_delivery(uid)]

    @precondition(lambda self: self.in_hand)
    @rule(which=pick)
    def a_worker_finishes(self, which):
        uid = self.in_hand.pop(which % len(self.in_hand))
        with transaction.atomic():
            finished = Delivery(uid).finish()
        self.effects[uid] += finished

    @precondition(lambda self: self.in_hand)
    @rule(which=pick)
    def a_worker_rolls_its_effect_back(self, which):
        uid = self.in_hand.pop(which % len(self.in_hand))
        try:
            with transaction.atomic():
                Delivery(uid).finish()
                raise ZeroDivisionError
        except ZeroDivisionError as error:
            if self.failures < 3:
                self.failures += 1
                schedule_retry(uid, error)

    @precondition(lambda self: self.in_hand and self.deaths < MAX_DELIVERIES // 2)
    @rule(which=pick)
    def a_worker_dies(self, which):
        self.deaths += 1
        self.in_hand.pop(which % len(self.in_hand))

    @precondition(lambda self: self.delivered)
    @rule()
    def the_broker_loses_everything(self):
        self.delivered.clear()

    # --- Time ------------------------------------------------------------------------------------------

    @rule(seconds=st.sampled_from([1, 31, 90, 400, 4000]))
    def time_passes(self, seconds):
        Message.objects.update(due_at=F("due_at") - timedelta(seconds=seconds))
        if seconds > settings.OUTBOX_LEASE_SECONDS:
            self.leased.clear()

    @rule()
    def the_clock_jumps_back_an_hour(self):
        Message.objects.filter(due_at__gt=at_once()).update(due_at=F("due_at") + HOUR)
        mend_clock()
        self.leased.clear()

    # --- What always holds -----------------------------------------------------------------------------

    @invariant()
    def nothing_is_lost_and_nothing_is_invented(self):
        uids = {str(uid) for uid in Message.objects.values_list("uid", flat=True)}
        assert uids == self.committed
        assert not set(self.delivered) & self.rolled_back

    @invariant()
    def done_is_what_had_its_effect(self):
        done = {str(uid) for uid in Message.objects.filter(state="done").values_list("uid", flat=True)}
        assert done == {uid for uid, count in self.effects.items() if count}
        assert all(count <= 1 for count in self.effects.values())

    def teardown(self):
        """Whoever is left dies; then time passes, and nothing but ticks and workers goes on."""
        for _ in range(4):
            Message.objects.filter(state__in=Message.OPEN).update(due_at=F("due_at") - timedelta(days=1))
            dispatch()
            self.take_out()
            for uid in self.delivered:
                if start_delivery(uid):
                    self.in_hand.append(uid)
                    self.a_worker_finishes(-1)
            self.delivered.clear()
        assert dict.fromkeys(self.committed, 1) == dict(self.effects)

    def take_out(self) -> None:
        """Everything that waits in the broker."""
        with current_app.connection_for_read() as broker, broker.SimpleQueue("files") as queue:
            while True:
                try:
                    message = queue.get(block=False)
                except queue.Empty:
                    return
                message.ack()
                uid = message.headers["id"]
                assert uid in self.committed or not self.committed, "published without a commit"
                self.delivered.append(uid)


@pytest.mark.django_db(transaction=True)
def test_it_works():
    run_state_machine_as_test(
        Outbox,
        settings=hypothesis_settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
