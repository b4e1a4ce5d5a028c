"""What no worker can work off, on a real RabbitMQ with a real worker: each ends where somebody sees it, and
stops nothing else."""

import json
import uuid

import pytest
from kombu import Connection

from outbox.transport.queues import DEAD, QUEUES
from tests.support.browser import Person
from tests.support.photos import draw
from tests.support.site import Site, wait_for

PICTURES = QUEUES[1]


@pytest.fixture(scope="module")
def site(rabbitmq):
    from deploy.local.members.rabbitmq import VirtualHost

    vhost = VirtualHost(rabbitmq, f"test-{uuid.uuid4().hex[:12]}")
    vhost.make()
    site = Site(CELERY_BROKER_URL=vhost.url, OUTBOX_MAX_FAILURES="3")
    site.broker = vhost.url
    yield site.start()
    site.remove()
    vhost.delete()


def throw_in(site, body: bytes, content_type="application/json", **headers) -> None:
    """Publishes what no program of ours would."""
    with Connection(site.broker, transport_options={"confirm_publish": True}) as broker:
        broker.Producer().publish(
            body,
            content_type=content_type,
            content_encoding="utf-8",
            serializer=None,
            headers=headers,
            exchange=PICTURES.exchange,
            routing_key=PICTURES.routing_key,
            declare=[PICTURES],
            mandatory=True,
        )


def nothing_left(site) -> bool:
    """No dead letter is in the broker any more."""
    with Connection(site.broker) as broker:
        return DEAD(broker.default_channel).get() is None


def task_headers(task: str, uid: str = "") -> dict:
    return {"lang": "py", "task": task, "id": uid or str(uuid.uuid4()), "argsrepr": "", "kwargsrepr": ""}


def body_of(**arguments) -> bytes:
    return json.dumps([[], {"uid": str(uuid.uuid4()), "arguments": arguments}, {}]).encode()


BAD = {
    "not JSON": (b"{nope", "application/json", task_headers("albums.make_derivatives")),
    "not even text": (b"\xff\x00\xfe", "application/octet-stream", {}),
    "a pickle": (b"\x80\x04N.", "application/x-python-serialize", task_headers("albums.make_derivatives")),
    "no task": (b'{"a": 1}', "application/json", {}),
    "an unknown task": (body_of(), "application/json", task_headers("albums.fold_a_paper_plane")),
    "another shape": (b'"just words"', "application/json", task_headers("albums.make_derivatives")),
    "other arguments": (b'[[], {"colour": 1}, {}]', "application/json", task_headers("storage.delete_files")),
    "1 MB": (body_of(blob="x" * 1_000_000), "application/json", task_headers("albums.fold_a_paper_plane")),
}


def test_each_is_a_dead_letter_and_the_next_picture_is_developed(site):
    for body, content_type, headers in BAD.values():
        throw_in(site, body, content_type, **headers)
    person = Person(site.url).sign_up("jieun@example.com")
    answer = person.upload(person.new_album("Summer"), ("a.jpg", draw(1, 320, 240)))
    picture = answer.json()["results"][0]["picture"]
    developed = "SELECT state FROM albums_picture WHERE public_id = ?"
    wait_for(lambda: site.query(developed, picture) == [("ready",)], 90)
    wait_for(lambda: site.query("SELECT COUNT(*) FROM albums_derivative")[0][0] >= 3, 60)
    wait_for(lambda: site.query("SELECT DISTINCT state FROM outbox_message") == [("done",)], 60)
    letters = (
        "SELECT queue, state, count, error, length(body) FROM outbox_deadletter WHERE message_id IS NULL"
    )
    # The site's own beat collects them from the broker.
    wait_for(lambda: len(site.query(letters)) == len(BAD), 60)
    assert site.query("SELECT COUNT(*) FROM outbox_deadletter WHERE task = 'albums.fold_a_paper_plane'") == [
        (2,)
    ]
    assert nothing_left(site)
    assert not (site.directory / "broker.sqlite3").exists(), "all went through RabbitMQ"
    for queue, state, count, error, length in site.query(letters):
        assert (queue, state, count) == ("pictures", "open", 1)
        assert error.startswith("rejected") and length < 25_000


def test_a_message_of_1_mb_arrives(site):
    """Nothing of ours is as long; nothing breaks by it."""
    site.manage(
        "shell",
        "--no-imports",
        "-c",
        "from django.db import transaction; import outbox\n"
        "ids = list(range(10**9, 10**9 + 90_000))\n"
        "with transaction.atomic(): outbox.publish('storage.delete_files', file_ids=ids)",
    )
    newest = "SELECT state, length(arguments) FROM outbox_message ORDER BY id DESC LIMIT 1"
    wait_for(lambda: site.query(newest)[0][0] in ("done", "failed"), 90)
    state, length = site.query(newest)[0]
    assert (state, length > 1_000_000) == ("done", True)


@pytest.mark.wide
def test_a_task_of_another_version_waits_for_a_worker_that_knows_it(site):
    """A row of a newer program: tried again, for the newer worker, and at last a dead letter that the clock replays."""
    site.manage(
        "shell",
        "--no-imports",
        "-c",
        "from outbox.models import Message; Message.objects.create(task='albums.sing', queue='pictures')",
    )
    row = "SELECT state, failures, error FROM outbox_message WHERE task = 'albums.sing'"
    wait_for(lambda: site.query(row)[0][0] == "failed", 120)
    assert site.query(row) == [("failed", 3, "NoSuchTask: albums.sing")]
    letter = "SELECT state, replay_at > last_failed_at FROM outbox_deadletter WHERE task = 'albums.sing'"
    assert site.query(letter) == [("open", 1)]
