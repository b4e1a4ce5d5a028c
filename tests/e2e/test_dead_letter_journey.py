"""A poisoned picture, on RabbitMQ: retries, a dead letter, an alert that a real listener receives, a replay
by an administrator after the repair, and at last the picture."""

import re
import uuid
from pathlib import Path

import pytest

from tests.support.browser import Person
from tests.support.listener import Listener
from tests.support.photos import draw
from tests.support.site import Site, wait_for

PASSWORD = "a quiet evening in autumn"


@pytest.fixture
def listener():
    with Listener() as listener:
        yield listener


@pytest.fixture
def site(vhost, listener):
    site = Site(
        CELERY_BROKER_URL=vhost.url,
        ALERT_WEBHOOK_URL=listener.url,
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
        OUTBOX_MAX_FAILURES="3",
    )
    yield site.start()
    site.remove()


def poison(site) -> list[tuple[Path, Path]]:
    """Takes every stored file away from both storages."""
    hidden = []
    for storage in ("main", "backup"):
        for path in (site.directory / "storage" / storage).glob("*/*"):
            if path.is_file():
                away = site.directory / f"{storage}-{path.name}"
                path.rename(away)
                hidden.append((away, path))
    return hidden


def administrator(site) -> Person:
    site.manage("createsuperuser", "--noinput", "--email", "boss@example.com", "--display_name", "Boss")
    person = Person(site.url)
    fields = {"username": "boss@example.com", "password": PASSWORD}
    assert "/admin/" in person.post("/admin/login/?next=/admin/", fields).url
    return person


def alerts_of(listener, kind: str) -> list[str]:
    """Lost files are told too, in messages of their own."""
    return [text for text in listener.texts if text.startswith(f"Pic-up: {kind}: ")]


def test_it_works(site, listener):
    person = Person(site.url).sign_up("jieun@example.com")
    album = person.new_album("Summer")
    site.freeze_worker()
    (result,) = person.upload(album, ("a.jpg", draw(1, 640, 480))).json()["results"]
    hidden = poison(site)
    site.thaw_worker()

    state = "SELECT state, failures FROM outbox_message WHERE task = 'albums.make_derivatives'"
    wait_for(lambda: site.query(state) == [("failed", 3)], 120)
    (text,) = wait_for(lambda: alerts_of(listener, "dead letters"), 30)
    assert "dead letters: 1" in text and "albums.make_derivatives: FileLost" in text
    assert "/admin/outbox/deadletter/" in text and result["picture"] not in text

    boss = administrator(site)
    listed = boss.get("/admin/outbox/deadletter/?state__exact=open").text
    address = re.search(r'href="(/admin/outbox/deadletter/\d+/change/)', listed).group(1)
    page = boss.get(address).text
    assert "FileLost" in page and "Traceback" in page and "albums.make_derivatives" in page

    for away, path in hidden:
        away.rename(path)
    assert boss.post(address, {"_replay": "1"}).ok
    wait_for(lambda: site.query(state) == [("done", 0)], 60)
    thumb = person.get(f"/pictures/{result['picture']}/file/thumb")
    assert thumb.ok and thumb.headers["Content-Type"] == "image/webp"
    letters = site.query("SELECT state, count, settled_by FROM outbox_deadletter")
    assert letters == [("replayed", 3, "boss@example.com")]


@pytest.mark.wide
def test_a_storm_is_one_alert(site, listener):
    """Twenty pictures die at once: the first message may tell of some, and all others wait for the next."""
    person = Person(site.url).sign_up(f"{uuid.uuid4().hex[:8]}@example.com")
    album = person.new_album("Summer")
    site.freeze_worker()
    person.upload(album, *((f"{number}.jpg", draw(number, 320, 240)) for number in range(20)))
    poison(site)
    site.thaw_worker()
    failed = "SELECT COUNT(*) FROM outbox_message WHERE state = 'failed'"
    wait_for(lambda: site.query(failed) == [(20,)], 120)
    wait_for(lambda: alerts_of(listener, "dead letters"), 30)
    assert len(alerts_of(listener, "dead letters")) == 1
