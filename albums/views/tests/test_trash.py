"""The trash: its page, coming back, being deleted for good, and what is deleted by itself after 30 days."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from albums.models import Album, Picture
from albums.services import deletion, trash, uploads
from albums.services.albums import create_album
from albums.services.deletion import delete_album, delete_pictures
from albums.services.trash import trash_album, trash_pictures
from albums.tasks import empty_old_trash
from albums.tests.helpers import UNKNOWN, add, deliver, make_pictures, photo, send
from albums.views.trash import ON_PAGE
from outbox.models import Message
from storage.models import StoredFile, Usage

ADDRESS = "/trash/"
DAY = timedelta(days=1)


@pytest.fixture
def picture(minsu_client, album):
    """A real one, in the trash."""
    picture = add(minsu_client, album, photo(1))
    deliver()
    trash_pictures([picture])
    return picture


def post(client, name, *args):
    return client.post(reverse(name, args=[arg.public_id for arg in args]))


def test_it_works(minsu_client, album, picture):
    make_pictures(album, 1)
    page = minsu_client.get(ADDRESS)
    assert page.status_code == 200 and page.templates[0].name == "trash.html"
    assert page.context["page"].items == [picture]
    assert post(minsu_client, "picture_restore", picture).url == ADDRESS
    assert minsu_client.get(ADDRESS).context["page"].items == []
    album.refresh_from_db()
    assert album.picture_count == 2


def test_an_album_comes_back_with_its_pictures(minsu_client, mother_client, album, picture):
    """But not with those that were in the trash before it."""
    [stays] = make_pictures(album, 1)
    trash_album(album)
    page = minsu_client.get(ADDRESS).context
    assert list(page["albums"]) == [album] and page["page"].items == []
    assert post(minsu_client, "album_restore", album).url == ADDRESS
    assert mother_client.get(album.get_absolute_url()).context["pictures"] == [stays]
    assert minsu_client.get(ADDRESS).context["page"].items == [picture]


@pytest.mark.parametrize("name", ["picture_restore", "picture_delete"])
def test_refusals_for_pictures(client, stranger_client, mother_client, jieun_client, album, picture, name):
    [on_its_page] = make_pictures(album, 1)
    assert post(client, name, picture).status_code == 302
    assert post(stranger_client, name, picture).status_code == 404
    assert post(mother_client, name, picture).status_code == 403
    assert jieun_client.get(reverse(name, args=[picture.public_id])).status_code == 405
    assert jieun_client.post(reverse(name, args=[UNKNOWN])).status_code == 404
    assert post(jieun_client, name, on_its_page).status_code == 404
    assert Picture.objects.filter(trashed_at=None).count() == 1 and Picture.objects.count() == 2


@pytest.mark.parametrize("name", ["album_restore", "album_delete_for_good"])
def test_refusals_for_albums(client, stranger_client, mother_client, jieun_client, jieun, album, name):
    on_the_shelf = create_album(person=jieun, title="Other", description="")
    trash_album(album)
    assert post(client, name, album).status_code == 302
    assert post(stranger_client, name, album).status_code == 404
    assert post(mother_client, name, album).status_code == 403
    assert jieun_client.get(reverse(name, args=[album.public_id])).status_code == 405
    assert jieun_client.post(reverse(name, args=[UNKNOWN])).status_code == 404
    assert post(jieun_client, name, on_the_shelf).status_code == 404
    assert Album.objects.filter(trashed_at=None).count() == 1 and Album.objects.count() == 2


def test_deleting_for_good_is_for_owners(minsu_client, album, picture):
    trash_album(album)
    assert post(minsu_client, "picture_delete", picture).status_code == 403
    assert post(minsu_client, "album_delete_for_good", album).status_code == 403
    assert minsu_client.post(reverse("trash_empty")).status_code == 403
    assert Picture.objects.count() == Album.objects.count() == 1
    page = minsu_client.get(ADDRESS).content.decode()
    assert reverse("trash_empty") not in page


def test_a_picture_is_deleted_for_good(jieun_client, album, picture, snapshot):
    [other] = make_pictures(album, 1)
    before = Usage.objects.get(family=album.family).used_bytes
    assert before == picture.file.size
    post(jieun_client, "picture_delete", picture)
    assert list(Picture.objects.all()) == [other]
    assert Usage.objects.get(family=album.family).used_bytes == 0  # given back at once
    assert len(snapshot()["on disk"]) == 8  # the answer waited for no file
    deliver()
    assert snapshot()["on disk"] == []


def test_an_album_is_deleted_for_good(jieun_client, minsu_client, album, snapshot, jieun):
    for number in range(3):
        add(minsu_client, album, photo(number))
    other = create_album(person=jieun, title="Other", description="")
    stays = add(minsu_client, other, photo(1))
    deliver()
    trash_album(album)
    post(jieun_client, "album_delete_for_good", album)
    deliver()
    assert list(Album.objects.all()) == [other] and list(Picture.objects.all()) == [stays]
    assert Usage.objects.get(family=album.family).used_bytes == stays.file.size
    assert len(snapshot()["on disk"]) == 8 and len(snapshot()["files"]) == 4


def test_emptying_it(jieun_client, stranger_client, minsu_client, album, foreign_album, picture, jieun):
    stays = make_pictures(album, 2)
    put_away = create_album(person=jieun, title="Other", description="")
    make_pictures(put_away, 3)
    trash_album(put_away)
    foreign = make_pictures(foreign_album, 1)
    trash_pictures(foreign)
    assert jieun_client.post(reverse("trash_empty")).url == ADDRESS
    assert list(Picture.objects.order_by("pk")) == stays + foreign
    assert set(Album.objects.all()) == {album, foreign_album}
    page = jieun_client.get(ADDRESS).context
    assert page["page"].items == [] and not page["albums"]


def test_emptying_an_empty_one(jieun_client):
    assert jieun_client.post(reverse("trash_empty")).url == ADDRESS
    assert jieun_client.get(reverse("trash_empty")).status_code == 405


def test_another_family_sees_nothing_of_it(stranger_client, album, picture):
    trash_album(album)
    page = stranger_client.get(ADDRESS).context
    assert page["page"].items == [] and not page["albums"]


def test_turning_it(minsu_client, album):
    """A whole album was trashed in one moment: all times are equal."""
    pictures = make_pictures(album, ON_PAGE * 2 + 1)
    trash_pictures(pictures)
    seen, query = [], {}
    while True:
        page = minsu_client.get(ADDRESS, query).context["page"]
        seen += page.items
        if not page.next:
            break
        query = {"after": str(page.next)}
    assert seen == pictures[::-1]


@pytest.mark.parametrize("cursor", ["x", "%00", "AAAA", "가"])
def test_a_malformed_cursor_shows_the_first_page(minsu_client, album, picture, cursor):
    assert minsu_client.get(ADDRESS, {"after": cursor}).context["page"].items == [picture]
    assert minsu_client.get(ADDRESS, {"before": cursor}).context["page"].items == [picture]


@pytest.mark.parametrize("count", [1, 100])
def test_the_same_queries_for_any_number(minsu_client, album, jieun, django_assert_num_queries, count):
    """The session, the person, the albums on the shelf, a page of pictures with theirs, the trashed albums."""
    trash_pictures(make_pictures(album, count))
    for number in range(min(count, 20)):
        trash_album(create_album(person=jieun, title=f"Album {number}", description=""))
    with django_assert_num_queries(5):
        minsu_client.get(ADDRESS)


def test_after_thirty_days_it_empties_itself(album, jieun, picture, snapshot):
    recent, old, shown = make_pictures(album, 3)
    trash_pictures([recent, old])
    Picture.objects.filter(pk__in=[old.pk, picture.pk]).update(trashed_at=timezone.now() - 31 * DAY)
    Picture.objects.filter(pk=recent.pk).update(trashed_at=timezone.now() - 29 * DAY)
    albums = [create_album(person=jieun, title=str(days), description="") for days in (31, 29)]
    for each, days in zip(albums, (31, 29), strict=True):
        make_pictures(each, 2)
        Album.objects.filter(pk=each.pk).update(trashed_at=timezone.now() - days * DAY)
    assert empty_old_trash() == 3  # two pictures and an album
    assert set(Picture.objects.filter(album=album)) == {recent, shown}
    assert set(Album.objects.all()) == {album, albums[1]}
    assert empty_old_trash() == 0
    deliver()
    assert snapshot()["on disk"] == []


def test_a_large_album_goes_in_batches(album, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(deletion, "BATCH", 10)
    Usage.objects.update(used_bytes=25)
    make_pictures(album, 25)
    trash_album(album)
    deliver()
    with django_assert_max_num_queries(12):
        delete_album(album)
    assert Picture.objects.count() == 25, "the answer waited"
    with django_assert_max_num_queries(95):
        deliver()
    assert not Picture.objects.exists() and not Album.objects.exists()
    assert Usage.objects.get().used_bytes == 0
    deletions = Message.objects.filter(task="storage.delete_files")
    files = [number for message in deletions for number in message.arguments["file_ids"]]
    assert sorted(files) == sorted(StoredFile.objects.values_list("pk", flat=True))


def test_what_comes_back_in_the_last_moment_stays(minsu_client, album, picture):
    """Somebody brings a photo back between the choice of what to delete and its deletion."""
    chosen = trash.in_trash(album.family_id)
    ids = list(chosen.values_list("pk", flat=True))
    post(minsu_client, "picture_restore", picture)
    assert deletion.delete_batch(chosen, ids) == 0
    assert Picture.objects.get() == picture


@pytest.mark.django_db(transaction=True)
def test_a_photo_added_while_its_album_is_deleted_leaves_nothing(minsu_client, album, snapshot, monkeypatch):
    """Its bytes arrived while the album was there, and its row would come when the album is on its way out."""
    monkeypatch.setattr(deletion, "BATCH", 1)
    [add(minsu_client, album, photo(number)) for number in (1, 2)]
    insert = uploads.insert_picture
    results = []

    def be_late(*arguments):
        trash_album(album)
        delete_album(album)
        return insert(*arguments)

    monkeypatch.setattr(uploads, "insert_picture", be_late)
    results += send(minsu_client, album, photo(3)).json()["results"]
    assert [result["status"] for result in results] == ["rejected"]
    deliver()
    deliver()  # the files that its batches gave up
    assert not Album.objects.exists() and not Picture.objects.exists()
    assert snapshot()["on disk"] == [] and snapshot()["files"] == []
    assert {used for _, used in snapshot()["usage"]} == {0}


@pytest.mark.django_db(transaction=True)
def test_two_owners_empty_it_at_once(jieun, album, minsu_client, snapshot):
    pictures = [add(minsu_client, album, photo(number)) for number in range(4)]
    trash_pictures(pictures)
    start = threading.Barrier(2)

    def empty():
        start.wait()
        try:
            deletion.empty_trash(jieun.family)
        finally:
            connection.close()

    threads = [threading.Thread(target=empty) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    deliver()
    assert {used for _, used in snapshot()["usage"]} == {0}
    assert snapshot()["on disk"] == [] and not Picture.objects.exists()


def test_while_its_derivatives_are_made(minsu_client, album, snapshot):
    """Deleted for good before the worker came: it makes nothing, and nothing stays."""
    picture = add(minsu_client, album, photo(1))
    trash_pictures([picture])
    delete_pictures(Picture.objects.all())
    deliver()
    assert snapshot()["on disk"] == [] and snapshot()["files"] == []
    deliver()  # the history of their deletion
    assert set(Message.objects.values_list("state", flat=True)) == {"done"}
