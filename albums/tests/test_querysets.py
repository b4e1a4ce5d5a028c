"""Whatever changes what people see gives the album a new version, with its commit and not before.

Every writer that there is stands in WRITERS; writers that are forgotten there are found by the last test.
"""

import random
import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone

from albums.models import Album, Derivative, Picture
from albums.services import albums, trash
from albums.services.derivatives import mark_damaged
from albums.services.recovery import remake_lost
from albums.services.tests.test_recovery import lose
from albums.tests.helpers import add, deliver, make_pictures, photo
from tests.support.admins import admin_address, make_administrator


class World:
    """An album with a photo that is ready, one without, one in the trash, and people."""

    def __init__(self, album, clients):
        self.album, self.clients = album, clients
        self.ready = add(clients["minsu"], album, photo(1))
        deliver()
        self.trashed = add(clients["minsu"], album, photo(2))
        deliver()
        trash.trash_pictures([self.trashed])
        self.waiting = add(clients["minsu"], album, photo(3))

    def post(self, person: str, name: str, *ids: str, **fields) -> None:
        answer = self.clients[person].post(reverse(name, args=ids), fields)
        assert answer.status_code == 302, answer.content

    def change(self, model, row, **fields) -> None:
        answer = self.clients["boss"].post(admin_address(model, "change", row.pk), fields)
        assert answer.status_code == 302, answer.content

    def act(self, model, row, action: str) -> None:
        fields = {"action": action, "_selected_action": [row.pk]}
        assert self.clients["boss"].post(admin_address(model, "changelist"), fields).status_code == 302

    def lose_and_add_again(self) -> None:
        lose(self.ready)
        add(self.clients["minsu"], self.album, photo(1))

    def lose_a_derivative(self) -> None:
        remake_lost(Derivative.objects.filter(picture=self.ready).first().file_id)

    def lose_its_cover(self) -> None:
        albums.set_cover(picture=self.trashed)
        before = version_of(self.album)
        self.post("jieun", "picture_delete", self.trashed.public_id)
        assert version_of(self.album) != before

    def damage(self) -> None:
        """What the worker does with a photo that cannot be decoded."""

        class Delivery:
            finish = staticmethod(lambda: True)

        mark_damaged(Delivery(), self.waiting, Exception("no photo"))  # type: ignore[arg-type]


WRITERS = {
    "a new photo": lambda w: add(w.clients["minsu"], w.album, photo(9)),
    "a photo is ready": lambda w: deliver(),
    "a photo is damaged": lambda w: w.damage(),
    "a lost photo comes again": lambda w: w.lose_and_add_again(),
    "a derivative is made anew": lambda w: w.lose_a_derivative(),
    "a photo again that is in the trash": lambda w: add(w.clients["minsu"], w.album, photo(2)),
    "a new title": lambda w: w.post("minsu", "album_edit", w.album.public_id, title="New"),
    "a caption": lambda w: w.post(
        "minsu", "picture_edit", w.album.public_id, w.ready.public_id, caption="New"
    ),
    "a cover": lambda w: w.post("minsu", "picture_cover", w.album.public_id, w.waiting.public_id),
    "one into the trash": lambda w: w.post("minsu", "picture_trash", w.album.public_id, w.ready.public_id),
    "many into the trash": lambda w: w.post(
        "minsu", "album_select", w.album.public_id, pictures=[w.ready.public_id, w.waiting.public_id]
    ),
    "one out of the trash": lambda w: w.post("minsu", "picture_restore", w.trashed.public_id),
    "one for good that was made the cover just now": lambda w: w.lose_its_cover(),
    "an album into the trash": lambda w: w.post("minsu", "album_delete", w.album.public_id),
    "an album out of the trash": lambda w: trash.restore_album(w.album),
    "counted anew": lambda w: albums.recount(w.album),
    "the admin's title": lambda w: w.change(Album, w.album, title="New", description=""),
    "the admin's caption": lambda w: w.change(Picture, w.ready, caption="New"),
    "the admin's trash": lambda w: w.act(Picture, w.ready, "put_into_trash"),
    "the admin's way back": lambda w: w.act(Picture, w.trashed, "bring_back"),
    "the admin's trash for albums": lambda w: w.act(Album, w.album, "put_into_trash"),
    "the sample family's time": lambda w: Album.objects.filter(pk=w.album.pk).update(
        last_added_at=timezone.now() - timedelta(days=9)
    ),
    "rows at once": lambda w: make_pictures(w.album, 2),
    "a row": lambda w: w.ready.save(update_fields=["caption"]),
    "a row less": lambda w: w.trashed.delete(),
    "rows less": lambda w: Picture.objects.filter(pk=w.ready.pk).delete(),
    "many rows": lambda w: Picture.objects.bulk_update([w.ready], ["width"]),
    "many albums": lambda w: Album.objects.bulk_update([w.album], ["picture_count"]),
}


@pytest.fixture
def world(db, album, minsu_client, jieun_client):
    clients = {"minsu": minsu_client, "jieun": jieun_client, "boss": make_administrator()}
    return World(album, clients)


def version_of(album) -> int:
    return Album.objects.values_list("version", flat=True).get(pk=album.pk)


@pytest.mark.parametrize("writer", WRITERS)
def test_it_works(world, jieun, writer):
    other = albums.create_album(person=jieun, title="Other", description="")
    before, before_of_other = version_of(world.album), version_of(other)
    WRITERS[writer](world)
    assert version_of(world.album) != before
    assert version_of(other) == before_of_other, "others stay in the cache"


def test_a_rollback_leaves_it_as_it_was(world):
    before = version_of(world.album)
    with transaction.atomic():
        albums.set_cover(picture=world.waiting)
        trash.trash_pictures([world.ready])
        assert version_of(world.album) != before
        transaction.set_rollback(True)
    assert version_of(world.album) == before


def test_what_matches_nothing_changes_nothing(world):
    before = version_of(world.album)
    assert Picture.objects.filter(pk=world.ready.pk, state="damaged").update(caption="") == 0
    assert version_of(world.album) == before


def test_emptying_the_trash_evicts_nothing(world):
    """What is in it is on no page; and nobody who adds photos waits for it."""
    before = version_of(world.album)
    world.post("jieun", "trash_empty")
    assert not Picture.objects.filter(pk=world.trashed.pk).exists()
    assert version_of(world.album) == before


def test_nobody_writes_past_the_models():
    """Raw SQL, and Django's ways around `save` and `update`, would leave the old page in the cache."""
    past = re.compile(
        r"_raw_delete|\._update\(|save_base|(UPDATE|INSERT INTO|DELETE FROM) albums_", re.IGNORECASE
    )
    found = {
        str(path)
        for room in ("accounts", "albums", "outbox", "picup", "storage")
        for path in Path(settings.BASE_DIR, room).rglob("*.py")
        if "tests" not in path.parts and past.search(path.read_text())
    }
    assert not found


@pytest.mark.django_db(transaction=True)
def test_writers_never_stop_each_other(jieun, album):
    """On MariaDB, two that lock the same rows in another order would: one of them fails."""
    other = albums.create_album(person=jieun, title="Other", description="")
    pictures = [*make_pictures(album, 3), *make_pictures(other, 3)]
    failures = []

    def one_step(chance: random.Random) -> None:
        picture = Picture.objects.get(pk=chance.choice(pictures).pk)
        some = chance.sample(pictures, 3)
        steps = {
            "ready": lambda: Picture.objects.filter(pk=picture.pk).update(state="ready"),
            "caption": lambda: picture.save(update_fields=["caption"]),
            "cover": lambda: albums.set_cover(picture=picture),
            "title": lambda: picture.album.save(update_fields=["title"]),
            "trash": lambda: trash.trash_pictures(some),
            "restore": lambda: trash.restore_pictures(some),
            "upload": lambda: upload(picture),
            "recount": lambda: albums.recount(picture.album),
        }
        steps[chance.choice(list(steps))]()

    def upload(picture) -> None:
        with transaction.atomic():
            albums.count_added(picture.album_id, taken_at=None)
            make_pictures(picture.album, 1)

    def work(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(25):
                one_step(chance)
        except Exception as error:
            failures.append((seed, error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
