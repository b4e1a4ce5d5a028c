"""The broker is down while a backlog grows (DRAIN_ROWS=100000 for an hour's): people notice nothing, and when
it is there one dispatcher sends everything, once, in memory that does not grow with the backlog."""

import os

import pytest

from deploy.local.tests import inside
from deploy.local.tests.kills import (
    PATIENCE,
    assert_everything_happened_once,
    new_chance,
    new_family,
    people_busy,
    stack_site,
)
from tests.support.site import wait_for

pytestmark = pytest.mark.long
ROWS = int(os.environ.get("DRAIN_ROWS", 2000))
# Megabytes. A dispatcher that read the whole backlog would take some 5 kB a row.
MOST_GROWTH = 15


@pytest.fixture(scope="module")
def site():
    """No broker, no worker, no beat yet. What waits long for a busy worker is not sent again meanwhile."""
    with stack_site("web", resend_seconds=1800) as site:
        yield site


@pytest.fixture(scope="module")
def family(site):
    return new_family(site, new_chance())


def test_backlog_of_a_broker_that_was_away(site, family):
    with site.process() as call:
        call(inside.nothing_to_delete, ROWS)
    with people_busy(family, 0.1) as evening:
        wait_for(lambda: evening.steps >= 5 or evening.errors, PATIENCE)
    print(f"{ROWS} rows wait: {evening}")
    assert evening.quickest < 8
    assert site.count("outbox_message", "state <> 'pending'") == 0
    site.stack.start("rabbitmq")
    with site.process() as call, people_busy(family) as evening:
        measured = call(inside.drain)
        wait_for(lambda: not site.count("outbox_message", "state = 'pending' AND attempts = 0"), PATIENCE)
    print(f"drained: {measured}; meanwhile {evening}")
    assert evening.quickest < 8
    assert measured["after"] - measured["before"] < MOST_GROWTH
    # Nobody works yet: the broker has each message once, as its row says.
    wait_for(lambda: not site.count("outbox_message", "state = 'pending'"), PATIENCE)
    assert site.in_broker()["files"] == site.count("outbox_message", "queue = 'files'")
    assert site.count("outbox_message", "sent_at IS NULL") == 0
    site.stack.start("worker", "beat")
    wait_for(lambda: not site.count("outbox_message", "state <> 'done'"), PATIENCE + ROWS / 20)
    assert_everything_happened_once(site, family)
