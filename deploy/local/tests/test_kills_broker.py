"""RabbitMQ loses everything, keeps what it confirmed, and is seen frozen and dead (`make kills`)."""

import shutil
import signal
import time

import pytest
from kombu import Connection, Consumer

from deploy.local.stack_dir import is_free
from deploy.local.tests import inside
from deploy.local.tests.kills import (  # noqa: F401 (fixtures)
    assert_everything_happened_once,
    one_chance,
    one_family,
    people_busy,
    upload,
    working_site,
)
from deploy.local.tests.test_rabbitmq import publish, take
from outbox.monitoring import BrokerProbe, NoWorker
from outbox.transport.queues import QUEUES
from picup.ops.health.tests.test_servers import answers
from tests.support.site import wait_for

pytestmark = pytest.mark.long
# Messages in the broker.
MANY = 1000


@pytest.fixture(scope="module")
def rabbitmq(site):
    """This site's: `vhost` is a fresh one of the broker that is killed here."""
    return site.stack["rabbitmq"]


def test_loses_its_data_while_many_messages_wait_in_it(site, family, record_property):
    """The broker forgets every message and every queue; the rows are sent again when they are due again."""
    site.stack.kill("worker")
    upload(family, 10)
    with site.process() as call:
        call(inside.litter, MANY // 5)
        call(inside.nothing_to_delete, MANY - MANY // 5)
        while call(inside.dispatch_once):
            pass
    waiting = site.in_broker()
    assert waiting["files"] >= MANY and waiting["pictures"] >= 10
    site.stack.kill("rabbitmq")
    shutil.rmtree(site.stack["rabbitmq"].directory / "data")
    record_property("kills", 2)
    with people_busy(family):
        site.stack.start("worker")
    assert_everything_happened_once(site, family)


def test_the_broker_keeps_confirmed_messages_when_it_is_killed(site, rabbitmq, vhost, record_property):
    with Connection(vhost.url, transport_options={"confirm_publish": True}) as broker:
        QUEUES[1](broker.default_channel).declare()
        # The broker writes down within half a second that a new queue exists: a kill before that leaves one
        # that nobody can use, until it is deleted. What is confirmed later is safe at once.
        time.sleep(1)
        for _ in range(20):
            publish(broker, QUEUES[1], "kept")
    site.stack.kill("rabbitmq")
    try:
        assert is_free(rabbitmq.port)
        assert is_free(rabbitmq.ports["epmd"])  # It outlives a broker that is killed by its pid alone.
    finally:
        site.stack.start("rabbitmq")
    with Connection(vhost.url) as broker:
        kept = [wait_for(lambda: take(broker, QUEUES[1]), 30) for _ in range(20)]
    assert len(kept) == 20
    record_property("kills", 1)


def test_readyz_sees_it_freeze_and_die_and_that_nobody_works(site, vhost, settings):
    settings.CELERY_BROKER_URL = vhost.url
    queues = BrokerProbe()
    queues.check_broker()
    with pytest.raises(Exception, match="NOT_FOUND"):
        queues.check_workers()
    with Connection(vhost.url) as connection:
        for queue in QUEUES:
            queue(connection.default_channel).declare()
        with pytest.raises(NoWorker):
            queues.check_workers()
        with Consumer(connection, QUEUES, accept=["json"]):
            queues.check_workers()
    site.stack.signal("rabbitmq", signal.SIGSTOP)
    try:
        for asked in (queues.check_broker, queues.check_workers, queues.check_broker):
            # What it had sent before may be read still. Then it never answers: any end is one by our own clock.
            wait_for(lambda asked=asked: not answers(asked))
    finally:
        site.stack.signal("rabbitmq", signal.SIGCONT)
    wait_for(lambda: answers(queues.check_broker))
    site.stack.kill("rabbitmq")
    assert not answers(queues.check_broker)
    # For the virtual host's end.
    site.stack.start("rabbitmq")
