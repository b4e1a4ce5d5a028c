"""Turning meets every photo once, in windows that change, while photos are added, trashed and moved."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from albums.models import Picture
from albums.spreads import BEGINNING, LEAVES, turn_spread
from albums.tests.helpers import NOON, make_pictures
from picup.core.pagination import Cursor

pytestmark = pytest.mark.django_db
walks = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Few different times, so that most photos share theirs. A photo is (minute, is it a panorama).
photos = st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=14)
END = Cursor(NOON + timedelta(days=1), 2**62, 2**30)


def shown(album):
    return Picture.objects.filter(album=album, trashed_at=None)


def place(album, photos) -> list[Picture]:
    """Replace the album's photos by these, and return them in the album's order."""
    Picture.objects.all().delete()
    pictures = make_pictures(album, len(photos))
    for picture, (minute, wide) in zip(pictures, photos, strict=True):
        picture.order_time = NOON + timedelta(minutes=minute)
        picture.width, picture.height = (900, 300) if wide else (400, 300)
    Picture.objects.bulk_update(pictures, ["order_time", "width", "height"])
    return sorted(pictures, key=lambda picture: (picture.order_time, picture.pk))


def walk(album, data, *, forward: bool, between=lambda: None) -> list[Picture]:
    """Turn to the end, each time in a window of another kind. Return the photos in the order in which they are met."""
    seen = []
    where = {"after": str(BEGINNING)} if forward else {"before": str(END)}
    for _ in range(200):
        spread = turn_spread(shown(album), leaves=data.draw(st.sampled_from(LEAVES)), **where)
        seen += spread.pictures if forward else spread.pictures[::-1]
        check(spread)
        cursor = spread.next if forward else spread.previous
        if cursor is None:
            return seen
        where = {"after" if forward else "before": str(cursor)}
        between()
    raise AssertionError("It has no end.")


def check(spread) -> None:
    assert len(spread.pictures) <= 2
    if any(picture.width >= 2 * picture.height for picture in spread.pictures):
        assert len(spread.pictures) == 1


@walks
@given(photos=photos, forward=st.booleans(), data=st.data())
def test_every_photo_once(album, photos, forward, data):
    pictures = place(album, photos)
    assert walk(album, data, forward=forward) == pictures[:: 1 if forward else -1]


@walks
@given(photos=photos, forward=st.booleans(), data=st.data())
def test_photos_that_stay_are_met_once_while_others_come_go_and_move(album, photos, forward, data):
    pictures = place(album, photos)
    stay = {picture.pk for picture in pictures}
    some = st.sampled_from([None, *(picture.pk for picture in pictures)])

    def meddle():
        if trashed := data.draw(some):
            Picture.objects.filter(pk=trashed).update(trashed_at=timezone.now())
            stay.discard(trashed)
        if moved := data.draw(some):
            moment = NOON + timedelta(minutes=data.draw(st.integers(0, 3)))
            Picture.objects.filter(pk=moved).update(order_time=moment)
            stay.discard(moved)
        if data.draw(st.booleans()):
            make_pictures(album, 1, order_time=NOON + timedelta(minutes=data.draw(st.integers(0, 3))))

    seen = [picture.pk for picture in walk(album, data, forward=forward, between=meddle)]
    assert all(seen.count(pk) == 1 for pk in stay)


def test_the_numbers(album):
    pictures = place(album, [(0, False)] * 5)
    first = turn_spread(shown(album), leaves=2)
    second = turn_spread(shown(album), leaves=2, after=str(first.next))
    assert (first.number_before, second.number_before) == (0, 2) and first.previous is None
    back = turn_spread(shown(album), leaves=1, before=str(second.previous))
    assert back.pictures == [pictures[1]] and back.number_before == 1


def test_an_empty_album(album):
    spread = turn_spread(shown(album), leaves=2)
    assert (spread.pictures, spread.previous, spread.next) == ([], None, None)
