"""Messages come in any order and more than once (outbox/consuming.py). Whatever the order of those about one
picture, the end is the same: nothing of a deleted picture is left, and nothing comes back."""

from itertools import permutations

import pytest

from albums.models import Album, Derivative, Picture
from albums.services.deletion import delete_pictures
from albums.services.trash import trash_pictures
from albums.tests.helpers import add, photo
from outbox.consuming import HANDLERS, consume
from outbox.models import Message
from storage.backends import get_backends
from storage.models import FileCopy, StoredFile, Usage


@pytest.fixture
def messages(db, jieun, jieun_client) -> dict[str, Message]:
    """Of a picture that was deleted before a worker had seen anything of it."""
    album = Album.objects.create(family=jieun.family, title="Summer")
    picture = add(jieun_client, album, photo())
    trash_pictures([picture])
    delete_pictures(Picture.objects.filter(pk=picture.pk))
    found = {message.task: message for message in Message.objects.exclude(task="storage.record_history")}
    assert set(found) == {"albums.make_derivatives", "storage.delete_files"}
    return found


ORDERS = sorted(set(permutations(["albums.make_derivatives", "storage.delete_files"] * 2)))


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "-".join(task.split(".")[1] for task in order))
def test_it_works(messages, order):
    for task in order:
        message = messages[task]
        consume(HANDLERS[task].function, uid=str(message.uid), arguments=message.arguments)
    assert {Message.objects.get(pk=message.pk).state for message in messages.values()} == {"done"}
    assert set(StoredFile.objects.values_list("state", flat=True)) == {"deleted"}
    assert not Derivative.objects.exists() and not FileCopy.objects.exists()
    assert [list(backend.list()) for backend in get_backends().values()] == [[], []]
    assert Usage.objects.get().used_bytes == 0
