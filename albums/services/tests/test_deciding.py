"""One of two files with the same picture is kept, and inherits what the other had."""

import pytest

from albums.models import Double, Heart, Look, Picture, Visit
from albums.services import undo
from albums.services.albums import create_album, set_cover
from albums.services.deciding import Changed, Updating, keep_one
from albums.services.doubles import keep_both, open_doubles
from albums.services.looks import mark_seen
from albums.services.order import Sent
from albums.services.trash import trash_pictures
from albums.services.uploads import add_known_file
from albums.tests.helpers import add, deliver, make_pictures, photo
from picup.encryption.tests.helpers import rewrite
from storage.care.reconciliation import find_differences
from storage.models import StoredFile, Usage

PLAIN = photo(1)
DATED = photo(1, taken="2019:05:04 11:12:13")


@pytest.fixture
def other(jieun):
    return create_album(person=jieun, title="Best of", description="")


@pytest.fixture
def pair(minsu_client, album, other):
    """The dated one in an album, the one without a date in another, both ready."""
    made = [add(minsu_client, album, DATED), add(minsu_client, other, PLAIN)]
    deliver()
    return made


def keep(person, picture: Picture):
    return keep_one(person=person, double=Double.objects.get(), kept_id=picture.file_id)


def caption(picture: Picture, text: str) -> None:
    rewrite(picture, caption=text)


def shown(album) -> list[Picture]:
    return list(Picture.objects.filter(album=album, trashed_at=None).order_by("order_time", "pk"))


def test_it_works(minsu, minsu_client, album, other, pair):
    dated, plain = pair
    caption(plain, "On the beach")
    files, used = StoredFile.objects.count(), Usage.objects.get(family=minsu.family).used_bytes
    keep(minsu, dated)
    [heir] = shown(other)
    assert (heir.file, heir.taken_at, heir.caption) == (dated.file, dated.taken_at, "On the beach")
    assert shown(album) == [dated] and heir.state == "ready" and heir.derivatives.count() == 3
    plain.refresh_from_db()
    assert plain.trashed_at and plain.caption == "On the beach"
    other.refresh_from_db()
    assert (other.picture_count, other.cover, other.first_taken_at) == (1, heir, dated.taken_at)
    assert not open_doubles(album.family_id).exists()
    assert StoredFile.objects.count() == files and not list(find_differences())
    assert Usage.objects.get(family=minsu.family).used_bytes == used, "what is in the trash counts"


def test_one_without_a_date_takes_the_others_place(minsu, album, other, pair):
    dated, plain = pair
    before, after = make_pictures(album, 2)
    rewrite(before, order_time=dated.order_time.replace(year=2018))
    rewrite(after, order_time=dated.order_time.replace(year=2020))
    keep(minsu, plain)
    assert [picture.file_id for picture in shown(album)] == [before.file_id, plain.file_id, after.file_id]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", "Theirs"),
        ("Ours", "Ours · Theirs"),
        ("Ours, not Theirs", "Ours, not Theirs"),
        ("O" * 495, "O" * 495),
    ],
)
def test_in_one_album(minsu, minsu_client, album, own, expected):
    kept, going = add(minsu_client, album, DATED), add(minsu_client, album, PLAIN)
    [early] = make_pictures(album, 1)
    rewrite(early, order_time=kept.order_time.replace(year=2018))
    caption(kept, own)
    caption(going, "Theirs")
    set_cover(picture=going)
    keep(minsu, kept)
    assert shown(album) == [early, kept] and Picture.objects.get(pk=kept.pk).caption == expected
    album.refresh_from_db()
    assert (album.picture_count, album.cover) == (2, kept)


def test_in_all_albums_of_the_other(minsu, minsu_client, jieun, album, other, pair):
    third = create_album(person=jieun, title="Third", description="")
    add(minsu_client, third, PLAIN)
    caption(pair[0], "Grandmother")
    keep(minsu, pair[0])
    assert [[one.file for one in shown(each)] for each in (album, other, third)] == [[pair[0].file]] * 3
    assert {one.caption for one in Picture.objects.filter(trashed_at=None)} == {"Grandmother"}


def test_the_captions_are_as_before_when_it_is_undone(minsu, minsu_client, album):
    kept, going = add(minsu_client, album, DATED), add(minsu_client, album, PLAIN)
    caption(kept, "Ours")
    caption(going, "Theirs")
    decision = keep(minsu, kept)
    undo.undo(minsu, undo.token_for_decision(minsu, decision))
    assert [picture.caption for picture in (shown(album))] == ["Ours", "Theirs"]


def test_it_comes_back_where_it_was_in_the_trash(minsu, minsu_client, album, other, pair):
    once = add(minsu_client, other, DATED)
    trash_pictures([once])
    keep(minsu, pair[0])
    assert shown(other) == [once]


def test_what_people_did_goes_over(minsu, mother, jieun, minsu_client, other, pair):
    dated, plain = pair
    Heart.objects.create(person=mother, picture=plain, album=other)
    mark_seen(person=mother, picture_ids=[plain.public_id])
    keep(minsu, dated)
    [heir] = shown(other)
    assert set(Heart.objects.values_list("picture", flat=True)) == {plain.pk, heir.pk}
    assert Visit.objects.get(person=mother).picture == heir
    unseen = Look.objects.filter(picture=heir, seen_at=None)
    assert list(unseen.values_list("person", flat=True)) == [jieun.pk], (
        "it is new to who has not seen the other"
    )


@pytest.mark.parametrize("what", ["the kept", "the other", "decided"])
def test_somebody_was_quicker(minsu, album, pair, snapshot, what):
    dated, plain = pair
    if what == "decided":
        keep_both(Double.objects.get())
    else:
        trash_pictures([dated if what == "the kept" else plain])
    before = snapshot()
    with pytest.raises(Changed):
        keep(minsu, dated)
    assert snapshot() == before


def test_twice(minsu, jieun, pair):
    keep(minsu, pair[0])
    with pytest.raises(Changed):
        keep(jieun, pair[1])
    assert Picture.objects.filter(trashed_at=None).values_list("file").distinct().count() == 1


def test_right_after_an_update(minsu, pair, snapshot, just_updated):
    before = snapshot()
    with pytest.raises(Updating):
        keep(minsu, pair[0])
    assert snapshot() == before


def test_undone(minsu, album, other, pair):
    dated, plain = pair
    kept_in_other = add_to(other, dated)
    caption(plain, "On the beach")
    decision = keep(minsu, dated)
    assert Picture.objects.get(pk=kept_in_other.pk).caption == "On the beach"
    undone = undo.undo(minsu, undo.token_for_decision(minsu, decision))
    assert (undone.count, undone.wanted) == (1, 1)
    assert set(shown(other)) == {plain, kept_in_other}
    assert Picture.objects.get(pk=kept_in_other.pk).caption == ""
    assert open_doubles(album.family_id).count() == 1


def add_to(album, picture: Picture) -> Picture:
    sha256 = picture.sha256
    result = add_known_file(person=picture.uploaded_by, album=album, sha256=sha256, name="", sent=Sent())
    return result.picture


def test_undone_where_it_was_not(minsu, other, pair):
    """What came in the place of the other goes with its coming back; and is there again at the next decision."""
    dated, plain = pair
    decision = keep(minsu, dated)
    undo.undo(minsu, undo.token_for_decision(minsu, decision))
    assert shown(other) == [plain]
    keep(minsu, dated)
    assert shown(other) == decision.added


def test_nothing_is_taken_away_if_the_other_does_not_come_back(minsu, other, pair):
    decision = keep(minsu, pair[0])
    Picture.objects.filter(pk=pair[1].pk).delete()
    assert undo.undo(minsu, undo.token_for_decision(minsu, decision)).count == 0
    assert shown(other) == decision.added
