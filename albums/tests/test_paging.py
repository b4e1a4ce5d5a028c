"""Turning pages: nothing is skipped, nothing is doubled, whatever the times and whoever adds meanwhile."""

import base64
import struct
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from albums.models import Picture
from albums.tests.helpers import NOON, make_pictures
from picup.core.pagination import Cursor, beyond, turn_page

pytestmark = pytest.mark.django_db
# The rows are deleted at the start of each example, so the fixtures may be shared by them.
walks = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Few different times, so that most pictures share theirs and every edge of a page falls among equals.
minutes = st.lists(st.integers(0, 3), max_size=24)
sizes = st.integers(1, 7)


def turn(album, **where):
    return turn_page(Picture.objects.filter(album=album), time="order_time", **where)


def with_times(album, minutes) -> list[Picture]:
    """Pictures of these minutes, as the album's order has them."""
    Picture.objects.all().delete()
    pictures = make_pictures(album, len(minutes))
    for picture, minute in zip(pictures, minutes, strict=True):
        picture.order_time = NOON + timedelta(minutes=minute)
    Picture.objects.bulk_update(pictures, ["order_time"])
    return sorted(pictures, key=lambda picture: (picture.order_time, picture.pk))


def walk(album, size, newest_first=False, between=lambda page: None):
    pages = [turn(album, size=size, newest_first=newest_first)]
    while pages[-1].next:
        between(pages[-1])
        pages.append(turn(album, size=size, newest_first=newest_first, after=str(pages[-1].next)))
        assert len(pages) < 100
    return pages


def items(pages) -> list[Picture]:
    return [item for page in pages for item in page.items]


def test_it_works(album):
    pictures = make_pictures(album, 5)
    first = turn(album, size=2)
    second = turn(album, size=2, after=str(first.next))
    third = turn(album, size=2, after=str(second.next))
    assert items([first, second, third]) == pictures
    assert [page.number_before for page in (first, second, third)] == [0, 2, 4]
    assert first.previous is None and third.next is None
    assert turn(album, size=2, before=str(third.previous)) == second
    assert turn(album, size=2, before=str(second.previous)) == first


@walks
@given(minutes=minutes, size=sizes, newest_first=st.booleans())
def test_forward_and_backward_see_each_picture_once(album, minutes, size, newest_first):
    expected = with_times(album, minutes)[:: -1 if newest_first else 1]
    pages = walk(album, size, newest_first)
    assert items(pages) == expected
    assert [page.number_before for page in pages] == list(range(0, max(1, len(expected)), size))
    back = [pages[-1]]
    while back[0].previous:
        back.insert(0, turn(album, size=size, newest_first=newest_first, before=str(back[0].previous)))
    assert back == pages


@walks
@given(minutes=minutes, size=sizes, data=st.data())
def test_pictures_that_stay_are_seen_once_while_others_come_and_go(album, minutes, size, data):
    """Between two turns somebody removes a picture (perhaps the one that the cursor names) and adds one."""
    pictures = with_times(album, minutes)
    stay = {picture.pk for picture in pictures}

    def meddle(page):
        victim = data.draw(st.sampled_from([None, *range(len(minutes))]))
        if victim is not None:
            Picture.objects.filter(pk=pictures[victim].pk).delete()
            stay.discard(pictures[victim].pk)
        minute = data.draw(st.sampled_from([None, 0, 1, 2, 3]))
        if minute is not None:
            make_pictures(album, 1, order_time=NOON + timedelta(minutes=minute))

    seen = [item.pk for item in items(walk(album, size, between=meddle))]
    assert len(seen) == len(set(seen))
    assert stay <= set(seen)


def test_a_page_before_that_is_not_whole_is_the_first_page(album):
    """Going back from picture 3 in steps of 4 shows the first four, not two."""
    pictures = make_pictures(album, 8)
    place = Cursor(pictures[2].order_time, pictures[2].pk, 2)
    page = turn(album, size=4, before=str(place))
    assert page.items == pictures[:4] and page.previous is None


def test_the_queries_are_bounded(album, django_assert_num_queries):
    pictures = make_pictures(album, 50)
    middle = str(Cursor(pictures[25].order_time, pictures[25].pk, 25))
    for where, queries in (({}, 1), ({"after": middle}, 2), ({"before": middle}, 2)):
        with django_assert_num_queries(queries):
            turn(album, size=4, **where)


def test_the_index_is_entered_at_the_cursor(album):
    """On MariaDB: test_paging_on_mariadb.py."""
    pictures = make_pictures(album, 50)
    place = Cursor(pictures[25].order_time, pictures[25].pk, 25)
    rows = Picture.objects.filter(album=album, trashed_at=None)
    plan = beyond(rows, place, "order_time", greater=True).order_by("order_time", "id")[:5].explain()
    if connection.vendor == "sqlite":
        assert "pictures_in_order" in plan and "order_time>" in plan.replace(" ", "")
        assert "TEMP B-TREE" not in plan


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 2**63 - 1), st.integers(0, 2**31 - 1))
def test_a_cursor_survives_its_journey(time, id, number):
    cursor = Cursor(time, id, number)
    assert Cursor.parse(str(cursor)) == cursor
    assert len(str(cursor)) < 30


@given(st.one_of(st.text(), st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode())))
def test_hostile_text_never_raises(text):
    cursor = Cursor.parse(text)
    assert cursor is None or Cursor.parse(str(cursor)) == cursor


@given(st.integers(-(10**16), 10**17), st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1))
@example(0, 0, 2**32 - 1)
@example(0, 0, 2**31 - 1000)
def test_whatever_parses_can_be_turned_from(microseconds, id, number):
    """Numbers that only a forger writes: the page after them still has a cursor, at worst the first page's."""
    text = base64.urlsafe_b64encode(struct.pack(">qQI", microseconds, id, number)).decode().rstrip("=")
    if cursor := Cursor.parse(text):
        assert str(Cursor(cursor.time, cursor.id, cursor.number + 1000))


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_times_at_the_ends_of_the_calendar(album, year):
    pictures = make_pictures(album, 3)
    cursor = str(Cursor(datetime(year, 6, 1, tzinfo=UTC), 1, 2**31 - 1))
    expected = [] if year == 9999 else pictures
    assert turn(album, size=4, after=cursor).items == expected
