"""Keeping pieces, in the process and in a real Redis."""

import threading
import time

import pytest
from django.core.cache import cache

from picup.cache.get_or_build import BUILDING, associated_data, get_or_build, release
from picup.cache.tests.conftest import OWN_DATABASE, Builder, yes
from picup.encryption.columns import seal
from picup.encryption.keyring import field_keys, make_key

KEY = "page:release:1:album:2:3:ko:viewer"


@pytest.fixture(params=["in process", "redis"], autouse=True)
def both(request, settings):
    if request.param == "redis":
        on_redis = request.getfixturevalue("on_redis")
        on_redis(request.getfixturevalue("redis"), database=OWN_DATABASE)
    else:
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def test_it_works():
    build = Builder(content="<p>엄마 &amp; 아빠</p>", title="봄")
    assert (
        get_or_build(KEY, build, yes)
        == get_or_build(KEY, build, yes)
        == {"content": "<p>엄마 &amp; 아빠</p>", "title": "봄"}
    )
    assert build.builds == 1
    assert get_or_build(KEY + "4", Builder(content="new"), yes) == {"content": "new"}


def test_what_changed_meanwhile_is_shown_and_not_kept():
    build = Builder()
    for _ in range(2):
        assert get_or_build(KEY, build, lambda: False) == build.piece
    assert build.builds == 2


@pytest.fixture
def patient(monkeypatch):
    """Whoever waits does so for longer than this machine can be slow."""
    monkeypatch.setattr("picup.cache.get_or_build.PATIENCE", 60)


def test_what_cannot_be_built_is_nobodys_fault_for_long(patient):
    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        get_or_build(KEY, fail, yes)
    started = time.monotonic()
    assert get_or_build(KEY, Builder(), yes)
    assert time.monotonic() - started < 60, "nobody waits for a builder that has given up"


def test_it_is_right_for_so_long_and_no_longer():
    build = Builder()
    get_or_build(KEY, lambda: (build()[0], 0.5), yes)  # less than a second: not worth it
    get_or_build(KEY, lambda: (build()[0], 3.0), yes)
    get_or_build(KEY, build, yes)
    assert build.builds == 2
    time.sleep(3.1)
    get_or_build(KEY, build, yes)
    assert build.builds == 3


def test_one_builds_for_all_who_come_at_once(patient):
    build, start, found = Builder(0.05), threading.Barrier(16), []

    def come() -> None:
        start.wait()
        found.append(get_or_build(KEY, build, yes))

    threads = [threading.Thread(target=come) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [build.piece] * 16 and build.builds == 1


def test_who_gets_the_lock_late_finds_what_was_built(monkeypatch):
    build, late, add = Builder(), Builder(), cache.add

    def add_late(*args):
        monkeypatch.undo()
        get_or_build(KEY, build, yes)
        return add(*args)

    monkeypatch.setattr(cache, "add", add_late)
    assert get_or_build(KEY, late, yes) == build.piece
    assert (build.builds, late.builds) == (1, 0) and cache.get(f"{KEY}:builder") is None


def test_nobody_waits_long_for_a_builder_that_died():
    cache.add(f"{KEY}:builder", 1, BUILDING)
    build = Builder()
    assert get_or_build(KEY, build, yes) == build.piece
    assert get_or_build(KEY, build, yes) and build.builds == 1, "the one who did not wait any longer kept it"


def sealed(text: str, key: str = KEY) -> str:
    return seal(text, associated_data(key), field_keys().newest)


@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script>",
        '{"content": "plain"}',
        "e1:",
        7,
        True,
        None,
        [1],
        {"content": "x"},
        b"\x80",
    ],
)
def test_what_we_did_not_write_is_a_miss(value):
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    cache.set(KEY, value)
    build = Builder()
    assert get_or_build(KEY, build, yes) == build.piece and build.builds == 1


def test_another_keys_page_does_not_open(settings):
    """Whoever can write to Redis puts another family's page in the place of this one's."""
    cache.set(KEY, sealed('{"content": "theirs"}', KEY.replace(":1:", ":2:")))
    build = Builder()
    assert get_or_build(KEY, build, yes) == build.piece
    cache.set(KEY, sealed('{"content": "ours"}'))
    assert get_or_build(KEY, build, yes) == {"content": "ours"}
    settings.FIELD_ENCRYPTION_KEYS = [make_key()]
    assert get_or_build(KEY, build, yes) == build.piece, "nor does one whose key is gone"


def test_a_release_has_its_own(settings):
    own = release()
    settings.TIME_ZONE = "Europe/Berlin"
    elsewhere = release()
    settings.FIELD_ENCRYPTION_KEYS = [make_key(), *settings.FIELD_ENCRYPTION_KEYS]
    with_new_key = release()
    settings.RELEASE = "another"
    updated = release()
    assert len({own, elsewhere, with_new_key, updated}) == 4
