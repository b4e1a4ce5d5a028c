"""One file of the same photo, however many albums of a family show it."""

import hashlib
from datetime import timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.models import Leaving
from accounts.services.rights import RightLost
from albums.leaving.photos import erase_pictures, measure, photos_of
from albums.models import Derivative, Picture
from albums.services.albums import create_album
from albums.services.deletion import delete_album, delete_pictures
from albums.services.order import Sent
from albums.services.sharing import MIGRATION, known_parts, may_share
from albums.services.trash import trash_album, trash_pictures
from albums.services.uploads import add_known_file
from albums.tests.helpers import NOON, add, deliver, photo, send
from outbox.models import Message
from storage.care.reconciliation import find_differences
from storage.models import ErasedFile, FileCopy, StoredFile, Usage
from tests.support.admins import admin_address, make_administrator, open_page

CONTENT = photo(1, taken="2019:05:04 11:12:13")
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def other(jieun):
    return create_album(person=jieun, title="Best of", description="")


@pytest.fixture
def picture(minsu_client, album) -> Picture:
    """A ready photo of the album."""
    picture = add(minsu_client, album, CONTENT)
    deliver()
    picture.refresh_from_db()
    return picture


def originals(state: str = "stored") -> int:
    return StoredFile.objects.filter(kind="original", state=state).count()


def usage() -> tuple[int, int]:
    """Of the family Kim, which is the first."""
    return Usage.objects.order_by("family_id").values_list("used_bytes", "photos")[0]


def delete_for_good(album) -> None:
    trash_album(album)
    delete_album(album)
    deliver()


def test_it_works(minsu_client, album, other, picture):
    files = StoredFile.objects.count()
    shown = add(minsu_client, other, CONTENT)
    assert shown.file == picture.file and shown.pk != picture.pk
    assert shown.state == "ready" and shown.derivatives.count() == 3
    assert StoredFile.objects.count() == files, "nothing is stored twice, derivatives neither"
    assert usage() == (len(CONTENT), 1)
    assert not list(find_differences())
    page = minsu_client.get(f"/pictures/{shown.public_id}/file/page")
    assert page.status_code == 200 and b"".join(page)


def test_before_its_derivatives_are_made(minsu_client, album, other):
    both = [add(minsu_client, one, CONTENT) for one in (album, other)]
    assert both[0].file == both[1].file
    deliver()
    assert {one.state for one in Picture.objects.all()} == {"ready"}


def test_before_it_is_sharp(minsu_client, album, other):
    large = photo(2, size=(5000, 3000))
    picture = add(minsu_client, album, large)
    deliver()
    shown = add(minsu_client, other, large)
    assert (shown.file, shown.state, shown.is_sharp) == (picture.file, "ready", False)
    assert set(shown.derivatives.values_list("variant", flat=True)) == {"thumb", "page"}
    deliver()
    for one in (picture, shown):
        one.refresh_from_db()
        assert one.is_sharp
        assert set(one.derivatives.values_list("variant", flat=True)) == {"thumb", "page", "screen", "large"}


def test_when_it_is_sharp(minsu_client, album, other):
    large = photo(2, size=(5000, 3000))
    add(minsu_client, album, large)
    deliver()
    deliver()
    files = StoredFile.objects.count()
    shown = add(minsu_client, other, large)
    assert shown.is_sharp and shown.derivatives.count() == 4 and StoredFile.objects.count() == files
    assert Message.objects.filter(task="albums.sharpen").count() == 1


@pytest.mark.parametrize("first", [0, 1])
def test_it_survives_the_deletion_of_either_album(minsu_client, album, other, picture, first):
    shown = add(minsu_client, other, CONTENT)
    albums, pictures = [album, other], [picture, shown]
    delete_for_good(albums[first])
    [left] = Picture.objects.all()
    assert left == pictures[1 - first] and usage() == (len(CONTENT), 1)
    for variant in ("thumb", "page", "screen", "original"):
        answer = minsu_client.get(f"/pictures/{left.public_id}/file/{variant}")
        assert answer.status_code == 200 and b"".join(answer)
    delete_for_good(albums[1 - first])
    assert usage() == (0, 0) and not originals()
    assert set(StoredFile.objects.values_list("state", flat=True)) == {"deleted"}
    assert not FileCopy.objects.exists() and not list(find_differences())


def test_both_in_one_batch_are_deleted_once(minsu_client, album, other, picture):
    trash_pictures([picture, add(minsu_client, other, CONTENT)])
    assert delete_pictures(Picture.objects.all()) == 2
    deliver()
    assert usage() == (0, 0) and not FileCopy.objects.exists()


def test_the_other_one_in_the_trash(minsu_client, album, other, picture):
    trash_pictures([picture])
    assert add(minsu_client, other, CONTENT).file == picture.file
    delete_pictures(Picture.objects.filter(trashed_at__isnull=False))
    assert originals() == 1 and usage() == (len(CONTENT), 1)


def test_another_family_has_its_own(stranger, stranger_client, foreign_album, picture):
    theirs = add(stranger_client, foreign_album, CONTENT)
    assert theirs.file != picture.file and originals() == 2
    result = add_known_file(person=stranger, album=foreign_album, sha256="0" * 64, name="a.jpg", sent=Sent())
    assert result is None


def test_nothing_is_shared_right_after_an_update(minsu_client, album, other, picture, just_updated):
    """A process of the release before deletes a picture's file, whoever else shows it."""
    assert not may_share()
    assert add(minsu_client, other, CONTENT).file != picture.file
    assert usage() == (2 * len(CONTENT), 2)
    MigrationRecorder.Migration.objects.filter(name__endswith=MIGRATION).update(
        applied=timezone.now() - timedelta(hours=25)
    )
    assert may_share()


def test_a_lost_original_comes_back_for_all(minsu_client, jieun, album, other, picture):
    shown = add(minsu_client, other, CONTENT)
    FileCopy.objects.filter(file=picture.file).update(damage="missing")
    third = create_album(person=jieun, title="Third", description="")
    assert add(minsu_client, third, CONTENT).file == picture.file
    deliver()
    assert usage() == (len(CONTENT), 1)
    for one in (picture, shown):
        one.refresh_from_db()
        assert one.state == "ready" and one.derivatives.count() == 3
        assert b"".join(minsu_client.get(f"/pictures/{one.public_id}/file/original")) == CONTENT


def test_lost_derivatives_are_made_again_for_all(minsu_client, album, other, picture):
    shown = add(minsu_client, other, CONTENT)
    lost = picture.derivatives.get(variant="thumb").file
    FileCopy.objects.filter(file=lost).update(damage="missing")
    assert send(minsu_client, album, CONTENT).json()["results"][0]["status"] == "added"
    deliver()
    picture.refresh_from_db()
    assert picture.is_ready and picture.derivatives.get(variant="thumb").file != lost
    assert shown.derivatives.get(variant="thumb").file == lost, "kept while one still needs it"
    assert StoredFile.objects.get(pk=lost.pk).state == "stored"


def test_the_admin_names_all_that_need_a_file(minsu_client, album, other, picture):
    pictures = [picture, add(minsu_client, other, CONTENT)]
    boss = make_administrator()
    page = open_page(boss, admin_address(StoredFile, "change", picture.file_id))
    assert all(admin_address(Picture, "change", each.pk) in page for each in pictures)
    for derivative in picture.derivatives.all():
        page = open_page(boss, admin_address(StoredFile, "change", derivative.file_id))
        both = derivative.file.derivatives.all()
        assert len(both) == 2 and all(admin_address(Derivative, "change", each.pk) in page for each in both)


def test_who_leaves_with_her_photos_takes_none_of_the_others(jieun_client, minsu, minsu_client, album, other):
    own = add(minsu_client, album, CONTENT)
    kept = add(jieun_client, other, CONTENT)
    trash_pictures([own])
    leaving = Leaving.objects.create(kind="member", takes_photos=True, due_at=NOON, begun_at=NOON)
    erase_pictures(leaving.pk, Picture.objects.filter(uploaded_by=minsu), [own.pk])
    deliver()
    assert not ErasedFile.objects.exists()
    assert originals() == 1 and usage() == (len(CONTENT), 1)
    assert b"".join(jieun_client.get(f"/pictures/{kept.public_id}/file/original")) == CONTENT


def test_who_leaves_is_told_what_her_photos_take(minsu, minsu_client, album, other, picture):
    add(minsu_client, other, CONTENT)
    sums = measure(photos_of(minsu))
    assert (sums.count, sums.size) == (2, len(CONTENT))


@pytest.mark.parametrize(
    ("precision", "length"), [("year", 1), ("month", 2), ("day", 3), ("second", 7), ("", 7)]
)
def test_what_is_known_of_its_date_goes_along(picture, precision, length):
    picture.taken_precision = precision
    assert known_parts(picture) == (2019, 5, 4, 11, 12, 13, 0)[:length]
    picture.taken_at = None
    assert known_parts(picture) is None


class TestAddKnownFile:
    def add(self, minsu, other, **values):
        sent = Sent("Jeju")
        return add_known_file(
            **{"person": minsu, "album": other, "sha256": SHA256, "name": "b.jpg", "sent": sent, **values}
        )

    def test_it_works(self, minsu, other, picture):
        result = self.add(minsu, other)
        assert result.status == "added" and result.picture.file == picture.file
        assert (result.picture.name, result.picture.caption) == ("b.jpg", "Jeju")
        assert result.picture.order_time == picture.order_time
        other.refresh_from_db()
        assert other.picture_count == 1 and other.cover_id == result.picture.pk
        assert other.first_taken_at == picture.taken_at

    def test_twice_it_is_a_duplicate(self, minsu, other, picture):
        first = self.add(minsu, other)
        second = self.add(minsu, other)
        assert second.status == "duplicate" and second.picture == first.picture

    def test_back_from_the_trash(self, minsu, album, picture):
        trash_pictures([picture])
        assert self.add(minsu, album).status == "added"
        picture.refresh_from_db()
        assert picture.trashed_at is None

    @pytest.mark.parametrize("harm", ["damaged copy", "lost", "undecodable"])
    def test_what_is_not_whole_must_be_sent(self, minsu, other, picture, harm):
        copies = FileCopy.objects.filter(file=picture.file)
        if harm == "undecodable":
            Picture.objects.update(state="damaged")
        else:
            copies.filter(pk__in=[copies.first().pk] if harm == "damaged copy" else copies).update(
                damage="missing"
            )
        assert self.add(minsu, other) is None

    def test_an_album_that_is_deleted_meanwhile(self, minsu, other, picture):
        trash_album(other)
        delete_album(other)
        assert self.add(minsu, other).reason == "try-again"
        assert Picture.objects.count() == 1

    def test_who_may_only_look_now(self, minsu, other, picture):
        type(minsu).objects.filter(pk=minsu.pk).update(role="viewer")
        with pytest.raises(RightLost):
            self.add(minsu, other)
