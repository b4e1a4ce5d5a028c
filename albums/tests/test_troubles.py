"""A photo that was added and cannot be seen is named to who can do something about it, and to nobody else."""

import pillow_heif
import pytest
from django.urls import reverse

from albums.models import Picture
from albums.services.trash import trash_album, trash_pictures
from albums.templatetags.troubles import MOST
from albums.tests.helpers import add, deliver, make_pictures, photo
from picup.encryption.tests.helpers import rewrite
from storage.models import FileCopy

DAMAGED, LOST = "cannot be shown", "is lost"
PAGES = ("album", "family")


@pytest.fixture
def damaged(minsu, minsu_client, album) -> Picture:
    picture = add(minsu_client, album, photo(1))
    rewrite(picture, state=Picture.State.DAMAGED, name="beach.jpg")
    return picture


@pytest.fixture
def lost(jieun_client, album) -> Picture:
    picture = add(jieun_client, album, photo(2))
    deliver()
    FileCopy.objects.filter(file=picture.file).update(damage="missing")
    return picture


@pytest.fixture
def see(album):
    """see(client, "family"): what its page says."""

    def see(client, page: str) -> str:
        address = album.get_absolute_url() if page == "album" else reverse("family")
        return client.get(address).content.decode()

    return see


@pytest.mark.parametrize("page", PAGES)
def test_it_works(minsu_client, damaged, album, see, page):
    """Its name, and both ways out: again, or into the trash."""
    text = see(minsu_client, page)
    assert "A photo was added and cannot be shown" in text and "beach.jpg" in text
    assert reverse("album_add", args=[album.public_id]) in text
    assert reverse("picture_trash", args=[album.public_id, damaged.public_id]) in text


@pytest.mark.parametrize("page", PAGES)
def test_an_owner_sees_everybodys(jieun_client, damaged, see, page):
    assert "beach.jpg" in see(jieun_client, page)


@pytest.mark.parametrize("page", PAGES)
def test_another_contributor_sees_her_own(jieun, jieun_client, damaged, see, page):
    type(jieun).objects.filter(pk=jieun.pk).update(role="contributor")
    assert "beach.jpg" not in see(jieun_client, page)


def test_parents_are_not_told(mother_client, damaged, see):
    assert "beach.jpg" not in see(mother_client, "album")


def test_another_family_is_not_told(stranger_client, damaged, lost, see):
    text = see(stranger_client, "family")
    assert "beach.jpg" not in text and "A photo is lost" not in text


def test_it_ends_when_it_is_in_the_trash(minsu_client, damaged, album, see):
    minsu_client.post(reverse("picture_trash", args=[album.public_id, damaged.public_id]))
    for page in PAGES:
        assert "beach.jpg" not in see(minsu_client, page)


def test_what_cannot_be_decoded_though_it_looked_whole(minsu_client, album, see):
    """Too large to be decoded while she waits: a worker finds out, and she is told."""
    pillow_heif.register_heif_opener()
    content = photo(3, size=(1400, 1000), format="HEIF")
    start = content.index(b"mdat") + 4
    broken = content[:start] + bytes(len(content) - start)
    picture = add(minsu_client, album, broken)
    assert "of them cannot be shown" not in see(minsu_client, "family")
    deliver()
    picture.refresh_from_db()
    assert picture.state == "damaged"
    for page in PAGES:
        assert picture.name in see(minsu_client, page)
    assert "1 of them cannot be shown." in see(minsu_client, "family")


def test_all_safe_is_not_said_of_what_nobody_sees(minsu_client, damaged, album, see):
    deliver()
    add(minsu_client, album, photo(5))
    text = see(minsu_client, "family")
    assert "all safe" not in text and "2 of 2 photos are safe in two places." in text
    assert "1 of them cannot be shown." in text


def test_a_lost_photo_is_named(minsu_client, lost, album, see):
    text = see(minsu_client, "family")
    assert "A photo is lost" in text and lost.name in text and album.title in text
    assert reverse("album_add", args=[album.public_id]) in text


def test_a_lost_photo_that_is_back(minsu_client, lost, album, see):
    add(minsu_client, album, photo(2))
    assert "A photo is lost" not in see(minsu_client, "family")


@pytest.mark.parametrize("what", ["picture", "album"])
def test_what_is_in_the_trash_is_not_missed(jieun_client, lost, damaged, album, see, what):
    trash_pictures([lost, damaged]) if what == "picture" else trash_album(album)
    text = see(jieun_client, "family")
    assert "beach.jpg" not in text and "A photo is lost" not in text


def test_in_korean(jieun, jieun_client, lost, damaged, see):
    type(jieun).objects.filter(pk=jieun.pk).update(language="ko")
    text = see(jieun_client, "family")
    assert "잃어버린 사진이 있어요" in text and "보여 드릴 수 없는 사진이 있어요" in text


def test_no_more_than_some_are_named(jieun_client, album, see):
    pictures = make_pictures(album, MOST + 5, state="damaged")
    text = see(jieun_client, "family")
    assert text.count(reverse("album_add", args=[album.public_id])) == MOST
    assert "and 5 more" in text and pictures[-1].name in text


@pytest.mark.parametrize("count", [1, MOST + 5])
def test_the_same_queries_for_any_number(jieun_client, album, django_assert_num_queries, count):
    make_pictures(album, count, state="damaged")
    jieun_client.get(reverse("family"))
    with django_assert_num_queries(20):
        jieun_client.get(reverse("family"))
