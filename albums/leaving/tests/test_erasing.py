"""Leaving erases all: every table, the history, both storages, staging, the cache. On servers: `test_on_servers.py`."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Family, Leaving, User
from albums.leaving import erasing
from albums.leaving.tests.story import Story, found, kept_of, work
from albums.models import Album, Picture
from albums.tests.helpers import NOON, make_pictures
from outbox.models import Message
from storage.backends import get_backends
from storage.care import orphans
from storage.conftest import break_storage, directories, mend_storage, places_are_true  # noqa: F401 (fixtures)
from storage.models import ErasedFile, StoredFile, Usage


@pytest.fixture
def story(db, directories, settings, tmp_path):  # noqa: F811
    settings.STAGING_DIR = tmp_path / "staging"
    return Story()


def test_it_works(story):
    """Minsu takes his photos with him."""
    minsu, jieun = story.minsu, story.jieun
    assert len(found(minsu.secrets, keys=minsu.keys)) > 50, "the search finds what is there"
    before = kept_of(story.park)
    leaving = story.begin(minsu, "leave", photos="go")
    work()
    leaving.refresh_from_db()
    assert leaving.finished_at and (leaving.member, leaving.family, leaving.email) == (None, None, "")
    assert found(minsu.secrets, keys=minsu.keys) == []
    assert leaving.report["photos"] == 4 and leaving.report["albums"] == 1 and leaving.report["files"] == 16
    assert leaving.report["people"] == 1 and leaving.report["events"] > 16
    assert kept_of(story.park) == before
    assert Album.objects.get(pk=story.summer.pk).picture_count == 1
    assert jieun.client.get(story.summer.get_absolute_url()).status_code == 200
    assert Usage.objects.get(family=jieun.user.family).photos == 1
    assert len(found(jieun.secrets)) > 20


def test_photos_that_stay_have_nobody(story):
    minsu = story.minsu
    mine = Picture.objects.filter(uploaded_by=minsu.user)
    ids = list(mine.values_list("pk", flat=True))
    captions = [picture.caption for picture in mine]
    leaving = story.begin(minsu, "leave", photos="stay")
    work()
    leaving.refresh_from_db()
    assert leaving.finished_at and "photos" not in leaving.report
    kept = Picture.objects.filter(pk__in=ids)
    assert [picture.caption for picture in kept] == captions and {one.uploaded_by for one in kept} == {None}
    own = {minsu.user.display_name.encode(), minsu.user.email.encode(), minsu.client.session.session_key}
    own = {text for text in own if isinstance(text, bytes)}
    where = [
        line
        for line in found(own | {f"administrator {minsu.user.public_id}".encode()})
        if "Picture" not in line
    ]
    assert where == []
    assert Album.objects.get(pk=story.walks.pk).created_by is None
    assert not User.objects.filter(pk=minsu.user.pk).exists()


def test_a_family_that_closes(story):
    for person in (story.minsu,):
        User.objects.filter(pk=person.user.pk).update(role="contributor")
    people = (story.jieun, story.minsu, story.mother)
    secrets = set.union(*(person.secrets for person in people))
    keys = set.union(*(person.keys for person in people))
    before = kept_of(story.park)
    leaving = story.begin(story.jieun, "close")
    assert story.minsu.client.get("/family/").status_code == 302, "nobody gets in any more"
    assert story.mother.client.get("/text-size/").status_code == 302
    work()
    leaving.refresh_from_db()
    assert leaving.finished_at
    assert found(secrets, keys=keys) == []
    assert kept_of(story.park) == before
    assert Family.objects.get() == story.park.user.family
    assert set(StoredFile.objects.values_list("family", flat=True)) == {story.park.user.family_id}
    assert leaving.report["people"] == 3 and leaving.report["photos"] == 5
    assert leaving.report["links"] == 1 and leaving.report["devices"] == 1
    page = Client().get(reverse("left", args=[leaving.public_id])).content.decode()
    assert "Everything is erased" in page and ">5<" in page


def test_a_parent_whom_an_owner_removes(story):
    mother = story.mother
    assert len(found(mother.secrets)) > 4
    story.jieun.client.post(reverse("member_remove", args=[mother.user.public_id]))
    work()
    assert found(mother.secrets) == []
    assert Leaving.objects.get().kind == "removed" and Leaving.objects.get().finished_at


def test_a_storage_that_is_away_is_waited_for(story, break_storage, mend_storage):  # noqa: F811
    leaving = story.begin(story.minsu, "leave", photos="go")
    break_storage("backup")
    work()
    leaving.refresh_from_db()
    assert leaving.finished_at is None
    assert User.objects.filter(pk=story.minsu.user.pk).exists(), "not before the bytes are gone"
    mend_storage("backup")
    Message.objects.filter(state="failed").update(state="pending", failures=0)
    work()
    leaving.refresh_from_db()
    assert leaving.finished_at and found(story.minsu.secrets, keys=story.minsu.keys) == []


def test_bytes_that_a_hung_write_left_are_found_by_the_sweep(story):
    from datetime import timedelta

    story.begin(story.jieun, "close")
    work()
    key = ErasedFile.objects.first().key
    get_backends()["main"].write(key, [b"late"])
    late = list(orphans.sweep("main", older_than=timedelta(0)))
    assert [one.reason for one in late if one.key == key] == [orphans.LEFTOVER]
    assert orphans.delete(late[0])


def test_an_upload_that_was_under_way_is_refused(story):
    """Its row was there before the family closed; the bytes come later."""
    file = StoredFile.objects.create(
        family=story.jieun.user.family, kind="original", content_type="image/jpeg"
    )
    leaving = story.begin(story.jieun, "close")
    work()
    leaving.refresh_from_db()
    assert leaving.finished_at and not StoredFile.objects.filter(pk=file.pk).exists()
    assert ErasedFile.objects.filter(key=file.key).exists()


def test_a_family_that_closes_while_a_member_leaves(story):
    """Each at a time when the other is halfway; and one who only planned to leave."""
    planned = story.begin_later(story.minsu)
    leaving = story.begin(story.minsu, "leave", photos="go")
    assert planned != leaving.pk
    erasing.tick()
    closing = story.begin(story.jieun, "close")
    nobodys = make_pictures(story.theirs, 1, uploaded_by=None)
    work(20)
    for row in (leaving, closing):
        row.refresh_from_db()
        assert row.finished_at
    assert found(story.minsu.secrets | story.jieun.secrets, keys=story.minsu.keys | story.jieun.keys) == []
    assert Picture.objects.filter(pk__in=[picture.pk for picture in nobodys]).exists(), "of another family"


def test_a_plan_to_leave_goes_with_the_family(story):
    story.begin_later(story.minsu)
    story.begin(story.jieun, "close")
    work()
    assert Leaving.objects.count() == 1
    Leaving.objects.update(due_at=timezone.now())
    erasing.tick()


def test_the_photos_of_nobody_stay(story):
    """A leaving whose person is gone must not take what others have left without a name."""
    pictures = make_pictures(story.theirs, 3, uploaded_by=None)
    gone = Leaving.objects.create(kind="member", takes_photos=True, due_at=NOON, begun_at=NOON)
    work(3)
    gone.refresh_from_db()
    assert gone.finished_at and Picture.objects.filter(pk__in=[one.pk for one in pictures]).count() == 3


def test_a_member_who_was_removed_while_her_leaving_waited(story):
    story.begin_later(story.minsu)
    story.jieun.client.post(reverse("member_remove", args=[story.minsu.user.public_id]))
    Leaving.objects.update(due_at=timezone.now())
    work()
    assert Leaving.objects.get().finished_at
    assert not User.objects.filter(pk=story.minsu.user.pk).exists()
    assert not Picture.objects.filter(
        uploaded_by__isnull=False, album__family=story.summer.family_id
    ).exclude(uploaded_by=story.jieun.user)
