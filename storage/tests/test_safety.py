"""What the family's page says about the photos' safety: in counts, and in words."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from conftest import make_member, sign_in
from picup.ops.health import monitor
from storage import safety
from storage.models import FileCopy, StoredFile
from storage.querysets import update_places
from storage.safety import family_safety
from storage.templatetags.usage import checked

COUNTS = ("photos", "safe", "in_one_place", "in_repair", "lost")


@pytest.fixture
def files(write_kept):
    return [write_kept(content) for content in (b"one", b"two", b"three")]


def counts(family) -> tuple[int, ...]:
    found = family_safety(family.pk)
    return tuple(getattr(found, name) for name in COUNTS)


def hurt(file, *storages) -> None:
    file.copies.filter(storage__in=storages).update(damage="changed", damaged_at=timezone.now())


def grow_old(family) -> None:
    type(family).objects.update(created_at=timezone.now() - timedelta(days=100))


def test_it_works(files, family):
    assert counts(family) == (3, 3, 0, 0, 0)
    found = family_safety(family.pk)
    assert found.is_good and not found.is_away
    assert found.usage.used_bytes == 11 and found.checked_on == timezone.localdate()


def test_each_photo_is_counted_once(files, family, write_kept):
    files[0].copies.filter(storage="backup").delete()
    hurt(files[1], "main")
    hurt(files[2], "main", "backup")
    write_kept(b"four").copies.all().delete()
    assert counts(family) == (4, 0, 2, 1, 2)


def test_a_copy_in_a_storage_of_before_does_not_count(files, family):
    files[0].copies.filter(storage="backup").update(storage="old-bucket")
    assert counts(family) == (3, 2, 1, 0, 0)


def test_derivatives_and_other_families_do_not_count(files, family, write_kept, stranger):
    write_kept(b"thumb", kind="derivative").copies.all().delete()
    assert counts(family) == (3, 3, 0, 0, 0)
    assert counts(stranger.family) == (0, 0, 0, 0, 0)


def test_the_oldest_look_counts(files, family):
    grow_old(family)
    FileCopy.objects.filter(file=files[1], storage="main").update(
        verified_at=timezone.now() - timedelta(days=3)
    )
    assert family_safety(family.pk).checked_on == timezone.localdate() - timedelta(days=3)


def test_no_look_is_older_than_the_family(files, family):
    FileCopy.objects.update(verified_at=timezone.now() - timedelta(days=3))
    assert family_safety(family.pk).checked_on == timezone.localdate(family.created_at)


def test_damaged_copies_are_no_look(files, family, monkeypatch):
    grow_old(family)
    for days, file in enumerate(files, start=1):
        file.copies.filter(storage="main").update(verified_at=timezone.now() - timedelta(days=days))
    hurt(files[2], "main")
    assert family_safety(family.pk).checked_on == timezone.localdate() - timedelta(days=2)
    monkeypatch.setattr(safety, "LOOK_AT", 1)
    assert family_safety(family.pk).checked_on == timezone.localdate() - timedelta(days=3), (
        "too early at most"
    )


def test_nothing_was_looked_at_where_nothing_is_left(files, family, stranger):
    assert family_safety(stranger.family_id).checked_on is None
    for file in files:
        hurt(file, "main", "backup")
    assert family_safety(family.pk).checked_on is None


def test_a_storage_that_is_down(files, family, break_storage):
    break_storage("backup")
    monitor.forget()
    assert family_safety(family.pk).is_away


def test_five_queries_and_few_more_for_those_that_are_not_safe(files, family, django_assert_num_queries):
    monitor.read()
    with django_assert_num_queries(5):
        family_safety(family.pk)
    hurt(files[0], "main")
    hurt(files[1], "main", "backup")
    with django_assert_num_queries(8):
        family_safety(family.pk)


def test_what_nobody_has_counted_yet_is_asked_of_the_copies(files, family):
    """Rows of before the column, and those that an older release makes beside this one."""
    hurt(files[0], "main")
    StoredFile.objects.update(places="")
    assert counts(family) == (3, 2, 1, 1, 0)
    update_places([file.pk for file in files])


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "checked today"), (-1, "checked today"), (1, "checked yesterday"), (30, "checked 30 days ago")],
)
def test_when_in_words(days, words):
    assert checked(timezone.localdate() - timedelta(days=days)) == words


def test_long_ago_is_a_date():
    with translation.override("ko"):
        assert "월" in checked(timezone.localdate() - timedelta(days=31))


@pytest.fixture
def page(family):
    owner = make_member(family, "Jieun", "jieun@example.com")
    return lambda: sign_in(owner).get("/family/").content.decode()


def test_the_page_when_all_is_well(files, family, page):
    grow_old(family)
    FileCopy.objects.update(verified_at=timezone.now() - timedelta(days=1))
    assert "3 photos, all safe in two places – checked yesterday" in page()


def test_the_page_hides_nothing(files, page):
    files[0].copies.filter(storage="backup").delete()
    hurt(files[1], "main")
    hurt(files[2], "main", "backup")
    content = page()
    assert "0 of 3 photos are safe in two places." in content
    assert "2 photos are in one place only now." in content and "1 damaged copy is being repaired." in content
    assert "1 photo is lost" in content
    assert "does not answer" not in content
