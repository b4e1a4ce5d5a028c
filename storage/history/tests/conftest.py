"""Both stores, the real MongoDB member of the stack, and a family with two storages."""

import signal
import uuid

import pytest
from django.urls import reverse

from albums.services.albums import create_album
from picup.core.actor import actor
from storage.conftest import (  # noqa: F401 (fixtures)
    break_storage,
    directories,
    family,
    mend_storage,
    write,
)


def delete_for_good(client, picture) -> None:
    """To the trash and out of it, by the real views."""
    trash = reverse("picture_trash", args=[picture.album.public_id, picture.public_id])
    for address in (trash, reverse("picture_delete", args=[picture.public_id])):
        assert client.post(address).status_code == 302


@pytest.fixture
def mongo_url(mongo, settings):
    """The site keeps its history in a database of MongoDB that is this test's own."""
    settings.MONGO_URL = mongo.url.replace("/picup?", f"/picup_{uuid.uuid4().hex[:12]}?")
    return settings.MONGO_URL


@pytest.fixture(params=["table", "mongo"])
def store(request, db):
    """The store that the settings choose, each in turn."""
    from storage.history.stores import get_store

    if request.param == "mongo":
        request.getfixturevalue("mongo_url")
    return get_store()


@pytest.fixture
def album(jieun, directories, settings, tmp_path):  # noqa: F811
    settings.STAGING_DIR = tmp_path / "staging"
    return create_album(person=jieun, title="Summer in Jeju", description="")


@pytest.fixture
def kill(own_stack):
    """kill -9 of a member of the file's own stack, until the test ends."""
    killed = []

    def kill(name: str) -> None:
        own_stack.kill(name)
        killed.append(name)

    yield kill
    for name in killed:
        own_stack.start(name)


@pytest.fixture
def freeze(own_stack):
    """Stops a member of the file's own stack from answering, until the test ends."""
    frozen = []

    def freeze(name: str) -> None:
        own_stack.signal(name, signal.SIGSTOP)
        frozen.append(name)

    yield freeze
    for name in frozen:
        own_stack.signal(name, signal.SIGCONT)


@pytest.fixture(autouse=True)
def nobody():
    """What a test's client has left in this thread."""
    token = actor.set(lambda: "-")
    yield
    actor.reset(token)
