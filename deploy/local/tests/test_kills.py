"""Each member that works for a family dies once while the family uploads and deletes. Nobody notices, nothing is
lost, and everything happens once.

As often as one likes, and stranger deaths: test_kills_*.py (`make kills`). MariaDB's: test_databases.py. The members
that only keep files and figures: test_stack.py.
"""

import signal
import time
from contextlib import closing

import pytest

from deploy.local.tests import inside
from deploy.local.tests.kills import (  # noqa: F401 (fixtures)
    PATIENCE,
    SCALE,
    assert_everything_happened_once,
    leases,
    one_chance,
    one_dispatcher,
    one_family,
    people_busy,
    times,
    upload,
    working_site,
)
from tests.support.processes import send as kill
from tests.support.site import wait_for

# Messages in the broker when it dies.
MANY = 1000 if SCALE else 200
# Of a family, while the broker is frozen.
STEPS = 5
# A message may be in the hands of four workers that die (outbox.consuming.MAX_DELIVERIES): everything is done
# between two rounds, so that no innocent picture becomes a dead letter.
WORKER_ROUNDS, WORKERS = times(2), 3 if SCALE else 1


def test_it_works(site, family):
    with people_busy(family, 0.1), site.process() as call:
        call(inside.litter, 10)
    assert_everything_happened_once(site, family)


@pytest.mark.wide
def test_rabbitmq_killed_during_dispatch(site, family, chance, record_property):
    for _ in range(times(2)):
        begun = site.count("outbox_message", "state = 'done'")
        with people_busy(family), site.process() as call:
            call(inside.litter, MANY // 8)
            call(inside.nothing_to_delete, MANY // 2)
            # The worker, which is both dispatcher and consumer, has found back to the broker.
            wait_for(lambda begun=begun: site.count("outbox_message", "state = 'done'") > begun, 120, 0.01)
            time.sleep(chance.uniform(0, 0.4))
            site.stack.kill("rabbitmq")
            states = site.query("SELECT state, count(*) FROM outbox_message GROUP BY state")
            print(f"killed when the messages were {dict(states)}")
            site.stack.start("rabbitmq")
    record_property("kills", times(2))
    assert_everything_happened_once(site, family)


@pytest.mark.wide
def test_rabbitmq_frozen_while_people_upload(site, family, record_property):
    """It keeps its connections and answers nothing. The pictures come when it is back."""
    site.stack.signal("rabbitmq", signal.SIGSTOP)
    try:
        upload(family, 2)
        assert site.count("albums_picture", "state = 'waiting'") >= 2
        with people_busy(family, 0.1) as evening:
            wait_for(lambda: evening.steps >= STEPS or evening.errors, PATIENCE)
    finally:
        site.stack.signal("rabbitmq", signal.SIGCONT)
    print(f"frozen: {evening}")
    # A step is four requests. The broker's own timeouts (3 s) would show in every one of them.
    assert evening.quickest < 8
    wait_for(lambda: not site.count("albums_picture", "state = 'waiting'"), PATIENCE)
    assert_everything_happened_once(site, family)


@pytest.mark.wide
def test_a_dispatcher_killed_after_it_published_and_before_it_marked(
    site, family, dispatcher, record_property
):
    """Its rows are locked from outside, so that it waits there. The broker hangs until they are."""
    call = dispatcher
    call(inside.litter, 50)
    site.stack.signal("rabbitmq", signal.SIGSTOP)
    try:
        pid = call(inside.start_dispatcher)
        wait_for(lambda: leases(site), 30, 0.005)
        locker = site.connect()
        with locker.cursor() as cursor:
            cursor.execute("SELECT id FROM outbox_message WHERE state = 'pending' FOR UPDATE")
    finally:
        site.stack.signal("rabbitmq", signal.SIGCONT)
    with closing(locker):
        wait_for(lambda: site.in_broker()["files"] == 50, 60)
        waiting = wait_for(lambda: site.statements("UPDATE `outbox_message`%"), 30)
        kill(pid)
        assert call(inside.was_killed, pid)
        # The server would finish what a dead client had asked for, when the lock is gone.
        for statement in waiting:
            site.stack["mariadb-primary"].run(f"KILL CONNECTION {statement}")
        wait_for(lambda: not site.statements("UPDATE `outbox_message`%"), 30)
    assert site.count("outbox_message", "state = 'pending'") == 50
    record_property("kills", 3)
    site.stack.start("worker", "beat")
    assert_everything_happened_once(site, family)


def test_workers_killed_while_they_develop(site, family, chance, record_property):
    for _ in range(WORKER_ROUNDS):
        upload(family, 8)
        for _ in range(WORKERS):
            undone = site.count("albums_picture", "state = 'waiting'")
            if not undone:
                upload(family, 4)
            time.sleep(chance.uniform(0, 1.5))
            site.stack.kill("worker")
            site.stack.start("worker")
        wait_for(lambda: not site.count("outbox_message", "state <> 'done'"), PATIENCE)
    record_property("kills", WORKER_ROUNDS * WORKERS)
    assert_everything_happened_once(site, family)


@pytest.mark.parametrize("name", ["redis", "beat"])
def test_killed_while_people_are_busy(site, family, chance, name, record_property):
    with people_busy(family, 0.1):
        for _ in range(times(4)):
            time.sleep(chance.uniform(0.2, 1.5))
            site.stack.kill(name)
            time.sleep(chance.uniform(0.2, 1.5))
            site.stack.start(name)
    record_property("kills", times(4))
    assert_everything_happened_once(site, family)
