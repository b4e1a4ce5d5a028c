"""What the broker promises. A site works with it in outbox/tests/test_bad_messages.py."""

import pytest
from kombu import Connection

from outbox.transport.queues import DEAD, QUEUES
from tests.support.site import wait_for

TASK = {"lang": "py", "id": "1", "argsrepr": "()", "kwargsrepr": "{}"}


@pytest.fixture
def broker(vhost):
    with Connection(vhost.url, transport_options={"confirm_publish": True}) as connection:
        yield connection


def publish(broker, queue, task: str, body=((), {}, {})) -> None:
    headers = {**TASK, "task": task}
    with broker.Producer() as producer:
        producer.publish(
            body,
            serializer="json",
            headers=headers,
            exchange=queue.exchange,
            routing_key=queue.routing_key,
            declare=[queue],
            correlation_id="1",
            mandatory=True,
        )


def take(broker, queue):
    with broker.channel() as channel:
        message = queue(channel).get()
        if message:
            message.ack()
        return message


def test_everything_is_declared_with_its_dead_letters(vhost, broker):
    for queue in QUEUES:
        queue(broker.default_channel).declare()
    declared = vhost.queues()
    assert set(declared) == {"ticks", "pictures", "files", "mail", "films", "renderings", "dead"}
    for name, queue in declared.items():
        assert queue["type"] == "quorum" and queue["durable"]
        if name in ("pictures", "files", "mail", "films", "renderings"):
            assert queue["arguments"]["x-dead-letter-exchange"] == "picup.dead"
            assert queue["arguments"]["x-dead-letter-routing-key"] == name
            assert queue["arguments"]["x-delivery-limit"] == 3


def test_a_message_that_comes_back_too_often_is_a_dead_letter(broker):
    """As it is when its worker is killed each time: the channel closes with the message in hand."""
    pictures = QUEUES[1]
    publish(broker, pictures, "poison")
    for _ in range(4):
        channel = broker.channel()
        wait_for(lambda channel=channel: pictures(channel).get(), 10)
        channel.close()
    letter = wait_for(lambda: take(broker, DEAD), 10)
    assert letter.delivery_info["routing_key"] == "pictures"
    assert letter.headers["x-death"][0]["reason"] == "delivery_limit"
    assert letter.headers["task"] == "poison"


def test_the_account_is_only_the_stacks_own(rabbitmq):
    assert [user["name"] for user in rabbitmq.api("GET", "users")] == ["picup"]
