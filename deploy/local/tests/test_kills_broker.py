"""RabbitMQ dies, loses everything, or hangs, while a family uploads and deletes. Nobody notices, nothing is
lost, and everything happens once."""

import shutil
import signal
import time

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
    upload,
)
from tests.site import wait_for

KILLS = 2 * SCALE


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


def test_it_works(site, family):
    with people_busy(family, 0.1), site.process() as call:
        call(inside.litter, 10)
    assert_everything_happened_once(site, family)


def test_killed_during_dispatch(site, family, chance, record_property):
    for _ in range(KILLS):
        begun = site.count("outbox_message", "state = 'done'")
        with people_busy(family), site.process() as call:
            call(inside.litter, 150)
            call(inside.nothing_to_delete, 450)
            # The worker, which is both dispatcher and consumer, has found back to the broker.
            wait_for(lambda begun=begun: site.count("outbox_message", "state = 'done'") > begun, 120, 0.01)
            time.sleep(chance.uniform(0, 0.4))
            site.stack.kill("rabbitmq")
            states = site.query("SELECT state, count(*) FROM outbox_message GROUP BY state")
            print(f"killed when the messages were {dict(states)}")
            site.stack.start("rabbitmq")
    record_property("kills", KILLS)
    assert_everything_happened_once(site, family)


def test_loses_its_data_while_a_thousand_messages_wait_in_it(site, family, record_property):
    """The broker forgets every message and every queue; the rows are sent again when they are due again."""
    site.stack.kill("worker")
    upload(family, 10)
    with site.process() as call:
        call(inside.litter, 200)
        call(inside.nothing_to_delete, 800)
        while call(inside.dispatch_once):
            pass
    waiting = site.in_broker()
    assert waiting["files"] >= 1000 and waiting["pictures"] >= 10
    site.stack.kill("rabbitmq")
    shutil.rmtree(site.stack["rabbitmq"].directory / "data")
    record_property("kills", 2)
    with people_busy(family):
        site.stack.start("worker")
    assert_everything_happened_once(site, family)


def test_frozen_while_people_upload(site, family, record_property):
    """It keeps its connections and answers nothing. The pictures come when it is back."""
    site.stack.signal("rabbitmq", signal.SIGSTOP)
    try:
        with people_busy(family, 0.1) as evening:
            time.sleep(12)
        undone = site.count("albums_picture", "state = 'waiting'")
    finally:
        site.stack.signal("rabbitmq", signal.SIGCONT)
    assert undone
    print(f"frozen: {evening.steps} steps, the slowest {evening.slowest:.2f} s")
    # A step is four requests. The broker's own timeouts (3 s) would show in every one of them.
    assert evening.slowest < 8
    wait_for(lambda: not site.count("albums_picture", "state = 'waiting'"), PATIENCE)
    assert_everything_happened_once(site, family)
