"""Our own processes and the cache die while a family uploads and deletes: the dispatcher between publishing
and marking, the worker in the middle of a picture, Redis, beat."""

import signal
import time
from contextlib import closing

import pytest

from deploy.local.tests import inside
from deploy.local.tests.kills import (
    PATIENCE,
    SCALE,
    assert_everything_happened_once,
    new_chance,
    new_family,
    people_busy,
    stack_site,
    times,
    upload,
)
from tests.support.processes import alive
from tests.support.processes import send as kill
from tests.support.site import wait_for

# More than one also in a short run: one of them must die between publishing and marking.
DISPATCHERS = 8 * max(SCALE, 1)
# Messages that a dispatcher finds: more than it sends before it is killed.
WAITING = 400 if SCALE else 200
# A message may be in the hands of four workers that die (consuming.MAX_DELIVERIES): everything is done
# between two rounds, so that no innocent picture becomes a dead letter.
WORKER_ROUNDS, WORKERS = times(2), 3 if SCALE else 1

KILLS = 4 if SCALE else 1


@pytest.fixture(scope="module")
def site():
    with stack_site("web", "worker", "beat") as site:
        yield site


@pytest.fixture(scope="module")
def chance():
    return new_chance()


@pytest.fixture(scope="module")
def family(site, chance):
    return new_family(site, chance)


@pytest.fixture
def only_dispatcher(site):
    """A process whose dispatchers are the only ones: worker and beat are down until the test has ended."""
    wait_for(lambda: not site.count("outbox_message", "state <> 'done'"), PATIENCE)
    wait_for(lambda: not any(site.in_broker().values()), PATIENCE)
    site.stack.kill("worker")
    site.stack.kill("beat")
    with site.process() as call:
        yield call
    site.stack.start("worker", "beat")


def leases(site) -> set[str]:
    """Of the claims that are being published, or were when their dispatcher died."""
    return {
        lease for (lease,) in site.query("SELECT DISTINCT lease FROM outbox_message WHERE lease IS NOT NULL")
    }


def test_dispatchers_killed_while_they_dispatch(site, family, chance, only_dispatcher, record_property):
    call, kills, in_hand = only_dispatcher, 0, 0
    upload(family, 6)
    call(inside.litter, WAITING // 2)
    for _ in range(4 * DISPATCHERS):
        if site.count("outbox_message", "state = 'pending' AND due_at <= utc_timestamp(6)") < WAITING:
            call(inside.nothing_to_delete, WAITING)
        before = leases(site)
        pid = call(inside.start_dispatcher)
        wait_for(lambda before=before, pid=pid: leases(site) - before or not alive([pid]), 30, 0.002)
        time.sleep(chance.uniform(0, 0.3))
        kill(pid)
        kills += call(inside.was_killed, pid)
        # What it had claimed, published or not, stays claimed.
        in_hand += bool(leases(site) - before)
        if in_hand == DISPATCHERS:
            break
    marked = site.count("outbox_message", "attempts > 0 AND state <> 'done'")
    published = sum(site.in_broker().values())
    print(f"{kills} dispatchers killed, {in_hand} of them with messages in hand")
    print(f"the broker has {published} messages, {marked} rows are marked as sent")
    record_property("kills", 2 + kills)
    assert in_hand == DISPATCHERS
    assert published > marked > 0, "none was killed between publishing and marking"
    site.stack.start("worker", "beat")
    assert_everything_happened_once(site, family)


def test_a_dispatcher_killed_after_it_published_and_before_it_marked(
    site, family, only_dispatcher, record_property
):
    """Its rows are locked from outside, so that it waits there. The broker hangs until they are."""
    call = only_dispatcher
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
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.2, 1.5))
            site.stack.kill(name)
            time.sleep(chance.uniform(0.2, 1.5))
            site.stack.start(name)
    record_property("kills", KILLS)
    assert_everything_happened_once(site, family)


def test_what_nobody_nudged_waits_for_the_next_beat(site, family, record_property):
    site.stack.kill("beat")
    with site.process() as call:
        call(inside.litter, 20)
    time.sleep(3)
    assert site.count("outbox_message", "state = 'pending'") == 20
    site.stack.start("beat")
    record_property("kills", 1)
    assert_everything_happened_once(site, family)
