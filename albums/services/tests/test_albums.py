"""What an album says of its pictures stays right, whatever happens to them."""

import random
from datetime import UTC, datetime

import pytest
from django.db.models import Max, Min

from albums.models import Picture
from albums.services.albums import create_album, recount, set_cover
from albums.services.deletion import delete_pictures
from albums.services.trash import restore_pictures, trash_pictures
from albums.tests.helpers import NOON, add, make_pictures, photo


def check(album):
    """The kept numbers are those that counting gives; the cover is a picture that is shown."""
    album.refresh_from_db()
    shown = Picture.objects.filter(album=album, trashed_at=None)
    times = shown.aggregate(first=Min("taken_at"), last=Max("taken_at"))
    assert album.picture_count == shown.count()
    assert (album.first_taken_at, album.last_taken_at) == (times["first"], times["last"])
    assert (album.cover in shown) if shown else album.cover is None


def test_it_works(minsu_client, album):
    late = add(minsu_client, album, photo(1, taken="2024:05:05 12:00:00"))
    early = add(minsu_client, album, photo(2, taken="2019:01:01 08:00:00"))
    check(album)
    assert (album.picture_count, album.cover) == (2, late)
    assert (album.first_taken_at, album.last_taken_at) == (early.taken_at, late.taken_at)
    assert album.last_added_at
    trash_pictures([late])
    check(album)
    assert (album.picture_count, album.cover, album.last_taken_at) == (1, early, early.taken_at)
    restore_pictures([late])
    check(album)
    trash_pictures([early, late])
    check(album)
    delete_pictures(Picture.objects.filter(pk=early.pk))
    check(album)
    restore_pictures([late])
    check(album)
    assert (album.picture_count, album.cover) == (1, late)


def test_sent_again_a_photo_comes_back_from_the_trash(minsu_client, album):
    picture = add(minsu_client, album, photo(1))
    trash_pictures([picture])
    assert add(minsu_client, album, photo(1)) == picture
    check(album)


def test_a_chosen_cover_stays_while_others_come_and_go(minsu_client, album):
    pictures = make_pictures(album, 4)
    set_cover(picture=pictures[2])
    add(minsu_client, album, photo(1, taken="2001:01:01 00:00:00"))
    trash_pictures([pictures[0], pictures[3]])
    check(album)
    assert album.cover == pictures[2]
    trash_pictures([pictures[2]])
    check(album)
    assert album.cover != pictures[2]


def choose(pictures):
    """As the page does, which offers only what is shown."""
    if picture := Picture.objects.filter(pk=pictures[0].pk, trashed_at=None).first():
        set_cover(picture=picture)


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_events(album, seed):
    chance = random.Random(seed)
    pictures = make_pictures(album, 8)
    for _ in range(12):
        chosen = chance.sample(pictures, chance.randint(1, 4))
        chance.choice([trash_pictures, restore_pictures, choose])(chosen)
        check(album)


def test_pictures_of_two_albums_at_once(jieun, album):
    other = create_album(person=jieun, title="Other", description="")
    mine, theirs = make_pictures(album, 2), make_pictures(other, 3)
    trash_pictures([mine[0], theirs[0]])
    check(album)
    check(other)


def test_recounting_an_album_that_was_right_changes_nothing(album):
    make_pictures(album, 3)
    before = album.picture_count, album.cover, album.first_taken_at, album.last_taken_at
    recount(album)
    check(album)
    assert before == (album.picture_count, album.cover, album.first_taken_at, album.last_taken_at)


def test_a_photo_without_a_date_dates_no_album(minsu_client, album):
    """An old print, scanned today, has today's upload time: the shelf must not call the album today's."""
    add(minsu_client, album, photo(1))
    album.refresh_from_db()
    assert (album.picture_count, album.first_taken_at, album.last_taken_at) == (1, None, None)
    dated = add(minsu_client, album, photo(2, taken="1975:05:05 12:00:00"))
    album.refresh_from_db()
    assert album.first_taken_at == album.last_taken_at == dated.taken_at


def test_a_photo_of_which_only_the_year_is_known_is_not_in_the_span(album):
    [dated] = make_pictures(album, 1, taken_at=NOON)
    make_pictures(album, 1, taken_at=datetime(1985, 1, 1, tzinfo=UTC), taken_precision="year")
    [month] = make_pictures(album, 1, taken_at=datetime(1993, 7, 1, tzinfo=UTC), taken_precision="month")
    assert (album.first_taken_at, album.last_taken_at) == (month.taken_at, dated.taken_at)
