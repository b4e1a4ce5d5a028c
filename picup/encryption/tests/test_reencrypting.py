import os
import threading

import pytest
from django.db import connection

from accounts.models import Family, JournalEntry, User
from albums.models import Album, Picture
from albums.tests.helpers import make_pictures
from picup.encryption import reencrypting
from picup.encryption.keyring import field_keys
from picup.encryption.reencrypting import reencrypt_columns
from picup.encryption.stages import Stage
from picup.encryption.tests.helpers import add_key, raw, rewrite, set_raw

# `make kills` has more of them.
ROTATIONS = int(os.environ.get("KEY_ROTATIONS", 2))


@pytest.fixture
def pictures(jieun, mother):
    album = Album.objects.create(family=jieun.family, title="Jeju", description="")
    JournalEntry.objects.all().delete()
    return [*make_pictures(album, 7, caption="바다"), *make_pictures(album, 2, caption="")]


def is_newest(row, column: str) -> bool:
    return raw(row, column).startswith(f"e2:{field_keys().newest.id}:")


def test_it_works(pictures, settings):
    add_key(settings)
    said: list[str] = []
    # 7 captions, 9 file names, 1 title, 2 people, 1 family and 1 telephone number
    assert reencrypt_columns(batch=3, say=said.append) == 21
    assert "albums_picture.caption: 7 values moved to the newest key" in said
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    assert {picture.caption for picture in Picture.objects.all()} == {"바다", ""}
    assert {person.display_name for person in User.objects.all()} == {"Jieun", "엄마"}
    assert (Family.objects.get().name, Album.objects.get().title) == ("Kim", "Jeju")
    assert User.objects.exclude(help_phone="").get().help_phone == "010-1234-5678"


def test_a_second_run_moves_nothing(pictures, settings):
    add_key(settings)
    reencrypt_columns()
    before = raw(pictures[0], "caption")
    assert reencrypt_columns() == 0
    assert raw(pictures[0], "caption") == before


def test_text_of_before_is_encrypted(pictures, old_site):
    old_site.stage = Stage.BINDING
    set_raw(pictures[0], "caption", "산")
    set_raw(pictures[1], "caption", "e1:산")
    assert reencrypt_columns() == 2
    assert is_newest(pictures[0], "caption") and is_newest(pictures[1], "caption")
    pictures[1].refresh_from_db()
    assert pictures[1].caption == "e1:산"


def test_what_cannot_be_read_is_named_and_stays(pictures, settings, caplog):
    damaged = raw(pictures[0], "caption")[:-6] + "AAAAA="
    set_raw(pictures[0], "caption", damaged)
    add_key(settings)
    assert reencrypt_columns(batch=2) == 20
    assert f"albums_picture.caption of row {pictures[0].pk} cannot be read" in caplog.text
    assert raw(pictures[0], "caption") == damaged


def test_an_interrupted_run_goes_on(pictures, settings, monkeypatch):
    add_key(settings)
    whole, begun = reencrypting.replace_values, []

    def interrupted(*args):
        begun.append(args)
        if len(begun) > 5:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(reencrypting, "replace_values", interrupted)
    with pytest.raises(KeyboardInterrupt):
        reencrypt_columns(batch=2)
    monkeypatch.setattr(reencrypting, "replace_values", whole)
    assert reencrypt_columns(batch=2) == 21 - 7
    assert all(is_newest(picture, "name") for picture in Picture.objects.all())


def test_what_was_written_since_it_was_read_stays(pictures, settings):
    field = Picture._meta.get_field("caption")
    read = raw(pictures[0], "caption")
    rewrite(pictures[0], caption="강")
    values = [("lost", pictures[0].pk, read), (read, pictures[1].pk, raw(pictures[1], "caption"))]
    assert reencrypting.replace_values(field, values, "default") == 1
    assert Picture.objects.get(pk=pictures[0].pk).caption == "강"
    assert raw(pictures[1], "caption") == read


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_of_what_somebody_writes_meanwhile(transactional_db, pictures, settings):
    """A child corrects captions without a pause while all of them are moved, again and again."""
    written: dict[int, str] = {}
    stop = threading.Event()

    def write():
        try:
            for turn in range(100_000):
                picture = pictures[turn % 3]
                rewrite(picture, caption=f"바다 {turn}")
                written[picture.pk] = f"바다 {turn}"
                if stop.is_set():
                    return
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        turns = 0
        # On a busy machine the child may not have come to all three captions yet.
        while turns < ROTATIONS or (len(written) < 3 and writer.is_alive()):
            turns += 1
            add_key(settings)
            reencrypt_columns(batch=1)
    finally:
        stop.set()
        writer.join()
    assert len(written) == 3
    for key, text in written.items():
        assert Picture.objects.get(pk=key).caption == text
    # The writer may have taken the ring of before: a run that has nothing to race with finds it.
    reencrypt_columns()
    assert all(is_newest(picture, "caption") for picture in pictures[:7])
