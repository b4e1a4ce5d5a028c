"""Keeping pieces, in the process and in a real Redis."""

import threading
import time

import pytest
from django.core.cache import cache

from picup.caching.pages import BUILDING, fingerprint, kept, place, release
from picup.caching.tests.conftest import Builder, yes
from picup.encryption.columns import seal
from picup.encryption.keyring import field_keys, make_key
from tests.waiting import waits_less_than

KEY = "page:release:1:album:2:3:ko:viewer"


@pytest.fixture(params=["in process", "redis"], autouse=True)
def both(request, settings):
    if request.param == "redis":
        request.getfixturevalue("on_redis")(request.getfixturevalue("redis"))
    else:
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def test_it_works():
    build = Builder(content="<p>엄마 &amp; 아빠</p>", title="봄")
    assert (
        kept(KEY, build, yes) == kept(KEY, build, yes) == {"content": "<p>엄마 &amp; 아빠</p>", "title": "봄"}
    )
    assert build.builds == 1
    assert kept(KEY + "4", Builder(content="new"), yes) == {"content": "new"}


def test_what_changed_meanwhile_is_shown_and_not_kept():
    build = Builder()
    for _ in range(2):
        assert kept(KEY, build, lambda: False) == build.piece
    assert build.builds == 2


def test_what_cannot_be_built_is_nobodys_fault_for_long():
    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        kept(KEY, fail, yes)
    with waits_less_than(0.09):  # Nobody waits for a builder that has given up.
        assert kept(KEY, Builder(), yes)


def test_it_is_right_for_so_long_and_no_longer():
    build = Builder()
    kept(KEY, lambda: (build()[0], 0.5), yes)  # less than a second: not worth it
    kept(KEY, lambda: (build()[0], 1.0), yes)
    kept(KEY, build, yes)
    assert build.builds == 2
    time.sleep(1.1)
    kept(KEY, build, yes)
    assert build.builds == 3


def test_one_builds_for_all_who_come_at_once():
    build, start, found = Builder(0.05), threading.Barrier(16), []

    def come() -> None:
        start.wait()
        found.append(kept(KEY, build, yes))

    threads = [threading.Thread(target=come) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [build.piece] * 16 and build.builds == 1


def test_nobody_waits_long_for_a_builder_that_died():
    cache.add(f"{KEY}:builder", 1, BUILDING)
    build = Builder()
    assert kept(KEY, build, yes) == build.piece
    assert kept(KEY, build, yes) and build.builds == 1, "the one who did not wait any longer kept it"


def sealed(text: str, key: str = KEY) -> str:
    return seal(text, place(key), field_keys().newest)


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
    assert kept(KEY, build, yes) == build.piece and build.builds == 1


def test_another_keys_page_does_not_open(settings):
    """Whoever can write to Redis puts another family's page in the place of this one's."""
    cache.set(KEY, sealed('{"content": "theirs"}', KEY.replace(":1:", ":2:")))
    build = Builder()
    assert kept(KEY, build, yes) == build.piece
    cache.set(KEY, sealed('{"content": "ours"}'))
    assert kept(KEY, build, yes) == {"content": "ours"}
    settings.FIELD_ENCRYPTION_KEYS = [make_key()]
    assert kept(KEY, build, yes) == build.piece, "nor does one whose key is gone"


def test_a_release_has_its_own(settings, tmp_path):
    own = release()
    settings.TIME_ZONE = "Europe/Berlin"
    elsewhere = release()
    settings.FIELD_ENCRYPTION_KEYS = [make_key(), *settings.FIELD_ENCRYPTION_KEYS]
    with_new_key = release()
    assert len({own, elsewhere, with_new_key}) == 3
    texts = ("old", "new")
    for text in texts:
        (tmp_path / text / "templates").mkdir(parents=True)
        (tmp_path / text / "templates" / "_album.html").write_text(text)
    assert len({fingerprint(tmp_path / text) for text in texts}) == 2
