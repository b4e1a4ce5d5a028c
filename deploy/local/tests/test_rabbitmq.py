import io
import os

import pytest
from kombu import Connection
from PIL import Image

from outbox.transport.queues import DEAD, QUEUES
from tests.support.browser import Person
from tests.support.site import Site, wait_for

TASK = {"lang": "py", "id": "1", "argsrepr": "()", "kwargsrepr": "{}"}


@pytest.fixture
def broker(vhost):
    with Connection(vhost.url, transport_options={"confirm_publish": True}) as connection:
        yield connection


@pytest.fixture
def site(vhost):
    """A site on the embedded engines, but with the real broker."""
    site = Site(CELERY_BROKER_URL=vhost.url, LOG_LEVEL="INFO").start()
    yield site
    site.remove()


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
    assert set(declared) == {"ticks", "pictures", "files", "mail", "dead"}
    for name, queue in declared.items():
        assert queue["type"] == "quorum" and queue["durable"]
        if name in ("pictures", "files", "mail"):
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


def test_a_task_goes_through_it_from_end_to_end(broker, site):
    """Past a message that no worker knows: it is a dead letter, and stops nothing."""
    publish(broker, QUEUES[1], "nobody.knows")
    person = Person(site.url).sign_up("jieun@example.com")
    album = person.new_album("Summer")
    answer = person.upload(album, ("a.png", picture()))
    assert answer.json()["results"][0]["status"] == "added"
    wait_for(lambda: site.query("SELECT COUNT(*) FROM albums_derivative")[0][0] >= 3, 60)
    wait_for(lambda: site.query("SELECT DISTINCT state FROM outbox_message") == [("done",)], 20)
    # The site's own beat collects it from the broker.
    letters = "SELECT task FROM outbox_deadletter"
    assert wait_for(lambda: site.query(letters), 30) == [("nobody.knows",)]
    assert take(broker, DEAD) is None
    assert not (site.directory / "broker.sqlite3").exists()


def test_the_account_is_only_the_stacks_own(rabbitmq):
    assert [user["name"] for user in rabbitmq.api("GET", "users")] == ["picup"]


def picture() -> bytes:
    file = io.BytesIO()
    Image.frombytes("RGB", (600, 400), os.urandom(600 * 400 * 3)).save(file, "PNG")
    return file.getvalue()
