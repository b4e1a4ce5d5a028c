"""A conversion that takes longer than RabbitMQ waits for an acknowledgement: begun once, and the next film is not lost.

RabbitMQ's own bound is 30 minutes; here it is seconds.
"""

import re
import signal
from contextlib import suppress

import psutil
import pytest

from albums.films.tests.clips import needs_ffmpeg, small_mp4
from deploy.local.fixtures import start
from outbox.transport.queues import DELIVERY_LIMIT
from tests.support.browser import Person
from tests.support.site import Site, wait_for

pytestmark = [needs_ffmpeg, pytest.mark.wide]
BOUND = "[{rabbit, [{consumer_timeout, 3000}, {channel_tick_interval, 1000}]}].\n"
MESSAGES = "SELECT begun, failures, state FROM outbox_message WHERE task = 'albums.convert_film' ORDER BY id"


@pytest.fixture
def broker(own_stack):
    advanced = own_stack["rabbitmq"].directory / "advanced.config"
    advanced.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    advanced.write_text(BOUND)
    return start(own_stack, "rabbitmq")


@pytest.fixture
def site(broker):
    site = Site(CELERY_BROKER_URL=broker.url)
    yield site.start()
    site.remove()


def encoder(site) -> psutil.Process | None:
    """The site's ffmpeg, once it encodes."""
    for pid in site.members()["films"]:
        with suppress(psutil.Error):  # It has just ended.
            process = psutil.Process(pid)
            if "libx264" in process.cmdline() and process.name().startswith("ffmpeg"):
                return process
    return None


def hang(site) -> psutil.Process:
    """Stop the site's ffmpeg as if it had hours to do."""
    process = wait_for(lambda: encoder(site), 120)
    process.send_signal(signal.SIGSTOP)
    return process


def timeouts(broker) -> int:
    """How often the broker took a message back."""
    return len(re.findall(r"delivery acknowledgement .* timed out", broker.log.read_text(errors="replace")))


def test_it_works(site, broker):
    person = Person(site.url).sign_up("long@example.com", family="Kim")
    album = person.new_album("Films")
    # What follows an MP4 is no part of it: two clips of 6 s, of two checksums.
    for number in range(2):
        answer = person.upload(album, (f"{number}.mp4", small_mp4() + bytes(8 + number)))
        assert answer.json()["results"][0]["status"] == "added", answer.text
    frozen = hang(site)
    # Twice as often as it delivers a message: what it then gave up was collected in between.
    wait_for(lambda: timeouts(broker) > 2 * DELIVERY_LIMIT + 4, 240)
    assert frozen.status() == psutil.STATUS_STOPPED
    assert site.query(MESSAGES)[0] == (1, 0, "sent")
    frozen.send_signal(signal.SIGCONT)
    wait_for(lambda: {state for _, _, state in site.query(MESSAGES)} == {"done"}, 180)
    assert site.query(MESSAGES)[0] == (1, 0, "done")
    assert site.query("SELECT DISTINCT playing FROM albums_picture") == [("ready",)]
    assert site.query("SELECT count(*) FROM outbox_deadletter") == [(0,)]
