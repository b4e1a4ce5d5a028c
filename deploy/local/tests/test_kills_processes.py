"""Dispatchers die at any moment while a family uploads and deletes, and the clock stops (`make kills`)."""

import time

import pytest

from deploy.local.tests import inside
from deploy.local.tests.kills import (  # noqa: F401 (fixtures)
    SCALE,
    assert_everything_happened_once,
    leases,
    one_chance,
    one_dispatcher,
    one_family,
    upload,
    working_site,
)
from tests.support.processes import alive
from tests.support.processes import send as kill
from tests.support.site import wait_for

pytestmark = pytest.mark.long
# Several, because one of them must die between publishing and marking.
DISPATCHERS = 8 * max(SCALE, 1)
# Messages that a dispatcher finds: more than it sends before it is killed.
WAITING = 400


def test_dispatchers_killed_while_they_dispatch(site, family, chance, dispatcher, record_property):
    call, kills, in_hand = dispatcher, 0, 0
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


def test_what_nobody_nudged_waits_for_the_next_beat(site, family, record_property):
    site.stack.kill("beat")
    with site.process() as call:
        call(inside.litter, 20)
    time.sleep(3)
    assert site.count("outbox_message", "state = 'pending'") == 20
    site.stack.start("beat")
    record_property("kills", 1)
    assert_everything_happened_once(site, family)
