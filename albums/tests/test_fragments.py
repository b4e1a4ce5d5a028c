"""Pages from the cache: always this family's, this reader's, and what was committed last."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.cache import cache, caches
from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services.members import remove_member
from albums.fragments import KEEP_SECONDS
from albums.models import Album, Picture
from albums.services.albums import create_album
from albums.services.trash import trash_album
from albums.tests.helpers import make_pictures
from conftest import make_member, sign_in
from picup.cache.tests.conftest import OWN_DATABASE, on_redis  # noqa: F401 (a fixture)
from picup.core.pagination import Cursor
from picup.db.tests.conftest import quick, replicas, request_route  # noqa: F401 (fixtures)
from picup.encryption.tests.helpers import rewrite

FROM_CACHE = 3  # queries: the session, the person, the version
THE_FAMILY = 1  # whose name heads the shelf
THE_NEXT_ALBUM = 1  # after the last photo
HERS = 2  # what is new to her and where she stopped, on the shelf; who looked and what is loved, on an album
THE_GLANCE = 1  # which of the parents looked last, on a contributor's shelf
LEAVING = 1  # whether a contributor must be reminded on the shelf


@pytest.fixture
def filled(album):
    make_pictures(album, 5, caption="On the beach")
    return album


def addresses(album) -> tuple[str, str]:
    return "/", album.get_absolute_url()


def pages(client, album) -> list[str]:
    return [client.get(address).content.decode() for address in addresses(album)]


@contextmanager
def from_cache(expect, count: int = 2):
    with expect((FROM_CACHE + HERS) * count + THE_FAMILY + THE_GLANCE + LEAVING):
        yield


def test_it_works(jieun_client, minsu_client, filled, django_assert_num_queries):
    """What one has read, the next one has from the cache, with her own words around it."""
    first = pages(jieun_client, filled)
    pages(minsu_client, Album(public_id="0" * 20))  # What lies open on Home is each one's own.
    with from_cache(django_assert_num_queries):
        second = pages(minsu_client, filled)
    for one, other in zip(first, second, strict=True):
        assert "Summer in Jeju" in one
        assert without_token(one) == without_token(other)
    assert first[0] != second[0], "each has a token of her own"


def without_token(page: str) -> str:
    return "".join(
        line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "data-token" not in line
    )


def test_a_commit_is_seen_by_the_next_who_looks(minsu_client, jieun_client, filled):
    pages(jieun_client, filled)
    minsu_client.post(reverse("album_edit", args=[filled.public_id]), {"title": "Autumn"})
    assert all("Autumn" in page and "Jeju" not in page for page in pages(jieun_client, filled))
    trash_album(filled)
    assert "Autumn" not in jieun_client.get("/").content.decode()
    assert jieun_client.get(filled.get_absolute_url()).status_code == 404


def test_another_family_sees_its_own_and_nothing_else(
    jieun_client, stranger_client, filled, foreign_album, django_assert_num_queries
):
    for _ in range(2):
        assert "The Parks" not in "".join(pages(jieun_client, filled))
        assert "The Parks" in "".join(pages(stranger_client, foreign_album))
        for client, album in ((stranger_client, filled), (jieun_client, foreign_album)):
            assert client.get(album.get_absolute_url()).status_code == 404
        assert "Jeju" not in stranger_client.get("/").content.decode()


def test_an_album_that_moves_to_another_family_is_theirs(jieun_client, stranger_client, stranger, filled):
    pages(jieun_client, filled)
    Album.objects.filter(pk=filled.pk).update(family=stranger.family)
    assert jieun_client.get(filled.get_absolute_url()).status_code == 404
    assert "Jeju" not in jieun_client.get("/").content.decode()
    assert "Jeju" in stranger_client.get("/").content.decode()


def test_who_was_removed_sees_nothing(minsu, minsu_client, filled):
    pages(minsu_client, filled)
    remove_member(member=minsu)
    welcome, album = (minsu_client.get(address) for address in addresses(filled))
    assert "Jeju" not in welcome.content.decode()
    assert album.status_code == 302


def test_each_in_her_language_and_with_her_rights(jieun, filled, album):
    empty = create_album(person=jieun, title="Nothing yet", description="")
    seen = []
    for language in ("en", "ko"):
        for role in ("viewer", "contributor"):
            person = make_member(jieun.family, "One", f"{language}.{role}@example.com", role)
            User.objects.filter(pk=person.pk).update(language=language)
            own = []
            for _ in range(2):  # built, and from the cache
                client = sign_in(person)
                own.append(without_token(client.get(empty.get_absolute_url()).content.decode()))
            assert own[0] == own[1]
            assert (reverse("album_add", args=[empty.public_id]) in own[0]) is (role == "contributor")
            assert ("No photos here yet" in own[0]) is (language == "en")
            seen.append(own[0])
    assert len(set(seen)) == 4


def test_what_is_one_persons_is_around_it(mother, mother_client, minsu_client, filled):
    """Text size, the number to call, messages, tokens."""
    for address in addresses(filled):
        for client in (minsu_client, mother_client):
            client.get(address)
        User.objects.filter(pk=mother.pk).update(text_step=5)
        hers, his = (client.get(address).content.decode() for client in (mother_client, minsu_client))
        assert "010-1234-5678".replace("-", "") in hers.replace("-", "") and "step-5" in hers
        assert "tel:" not in his and "step-2" in his
    minsu_client.post(reverse("album_delete", args=[create_album_of(minsu_client).public_id]))
    assert "is in the trash" in minsu_client.get("/").content.decode()
    assert "is in the trash" not in minsu_client.get("/").content.decode()


def create_album_of(client) -> Album:
    client.post(reverse("album_new"), {"title": "Another"})
    return Album.objects.latest("pk")


def test_no_word_of_theirs_is_legible_in_the_cache(jieun_client, filled):
    pages(jieun_client, filled)
    kept = caches["default"]._cache
    # The shelf, the album, that no photo is of this day, and what lies open for her.
    assert len([key for key in kept if "page:" in key]) == 4
    text = b"".join(kept.values()) + "".join(kept).encode()
    assert b"Jeju" not in text and b"beach" not in text and filled.public_id.encode() not in text


def kept_pages() -> dict[str, float]:
    """The seconds for which each page is kept."""
    now, until = timezone.now().timestamp(), caches["default"]._expire_info
    return {key: until[key] - now for key in caches["default"]._cache if "page:" in key}


def test_pages_behind_a_cursor_are_kept_for_a_while(jieun_client, filled, django_assert_num_queries):
    """Whoever opened a photo comes back to its page."""
    second = Picture.objects.order_by("order_time", "id")[3]
    address = f"{filled.get_absolute_url()}?after={Cursor(second.order_time, second.pk, 4)}"
    first = jieun_client.get(address).content.decode()
    with django_assert_num_queries(FROM_CACHE + THE_NEXT_ALBUM + HERS):
        again = jieun_client.get(address).content.decode()
    assert "Photo 5 of 5" in first and without_token(first) == without_token(again)
    assert [round(seconds) for seconds in kept_pages().values()] == [KEEP_SECONDS]
    # As its first page, it is new with the album's version.
    jieun_client.post(reverse("album_edit", args=[filled.public_id]), {"title": "Autumn"})
    assert "Autumn" in jieun_client.get(address).content.decode()
    trash_album(filled)
    assert jieun_client.get(address).status_code == 404


def test_a_page_has_one_name(jieun_client, filled):
    """Whatever else anybody writes into its address."""
    for query in ({"after": "x"}, {"before": "AAAA"}, {"after": "가" * 99}, {"utm": "1"}, {"fbclid": "2"}):
        jieun_client.get(filled.get_absolute_url(), query)
    assert len(kept_pages()) == 1
    nowhere = Cursor(timezone.now() + timedelta(days=9), 1, 5)
    assert jieun_client.get(filled.get_absolute_url(), {"after": str(nowhere)}).status_code == 302
    jieun_client.get("/", {"after": "x"})
    assert len(kept_pages()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_replica_that_is_behind_shows_the_old_page_under_the_old_version(
    jieun_client,
    filled,
    replicas,  # noqa: F811
    monkeypatch,
):
    """And never keeps it under the new one, whoever looks first."""
    replicas(1)
    rewrite(filled, title="Autumn")
    at_primary = {"picup_pin": str(int(timezone.now().timestamp() * 1000))}
    jieun_client.cookies.pop("picup_pin", None)
    for _ in range(2):
        assert all("Jeju" in page and "Autumn" not in page for page in pages(jieun_client, filled))
        jieun_client.cookies.load(at_primary)
        assert all("Autumn" in page and "Jeju" not in page for page in pages(jieun_client, filled))
        jieun_client.cookies.pop("picup_pin")


def write_captions(album: Album, caption: str) -> None:
    for picture in album.pictures.all():
        rewrite(picture, caption=caption)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["in process", "redis"])
def test_many_write_and_many_look(request, jieun, filled, where):
    """Whoever looks after a commit sees it or what came later; what was rolled back is seen by nobody."""
    if where == "redis":
        on_redis = request.getfixturevalue("on_redis")
        on_redis(request.getfixturevalue("redis"), database=OWN_DATABASE)
    else:
        cache.clear()
    begun, committed, problems, enough = [0], [0], [], threading.Event()

    def write() -> None:
        for number in range(1, 31):
            with transaction.atomic():
                write_captions(filled, "number 999999")
                transaction.set_rollback(True)
            begun[0] = number
            with transaction.atomic():
                write_captions(filled, f"number {number}")
                rewrite(filled, title=f"number {number}")
            committed[0] = number
        enough.set()

    def look() -> None:
        client = sign_in(jieun)
        last = False
        while not last:
            last = enough.is_set()
            for address in addresses(filled):
                least = committed[0]
                page = client.get(address).content.decode()
                numbers = {int(part.split("<")[0].split('"')[0]) for part in page.split("number ")[1:]}
                if least and not all(least <= number <= begun[0] for number in numbers):
                    problems.append((address, least, numbers))
                if least and not numbers:
                    problems.append((address, "nothing"))

    def run(function) -> None:
        try:
            function()
        except BaseException as error:
            problems.append(error)
            enough.set()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(function,)) for function in (write, look, look, look)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not problems and committed[0] == 30, (connection.vendor, problems[:5])
