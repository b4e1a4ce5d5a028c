"""An album is read in the order in which its photos were taken, by the clock on the wall."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from albums.models import wall_clock
from albums.tests.helpers import add, photo

PHOTOS = settings.BASE_DIR.parent / "shared" / "photos"
needs_photos = pytest.mark.skipif(
    not PHOTOS.exists(), reason="the real photographs (../shared/photos) are not here"
)


def test_it_works(minsu_client, album):
    """Not in the order of the upload; and the wall clock is kept as it stands, in no zone."""
    times = ["2024:05:05 23:30:00", "2019:01:01 08:00:00", "2024:05:05 23:29:59"]
    pictures = [add(minsu_client, album, photo(number, taken=time)) for number, time in enumerate(times)]
    assert pictures[0].taken_at == pictures[0].order_time == datetime(2024, 5, 5, 23, 30, tzinfo=UTC)
    page = minsu_client.get(reverse("album_overview", args=[album.public_id]))
    assert page.context["pictures"] == [pictures[1], pictures[2], pictures[0]]


def test_without_a_date_the_family_clock_at_the_upload(minsu_client, album, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    picture = add(minsu_client, album, photo(1))
    in_seoul = (timezone.now() + timedelta(hours=9)).replace(tzinfo=UTC)
    assert picture.taken_at is None
    assert abs(picture.order_time - in_seoul) < timedelta(minutes=1)


def test_a_wall_clock_has_no_zone(settings):
    settings.TIME_ZONE = "Asia/Seoul"
    with timezone.override("Asia/Seoul"):
        noon = wall_clock(datetime(2024, 5, 5, 3, tzinfo=UTC))
    assert noon == datetime(2024, 5, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "not a date", "9999:99:99 99:99:99", "1700:01:01 00:00:00"]
)
def test_a_date_that_is_none_counts_as_no_date(minsu_client, album, taken):
    picture = add(minsu_client, album, photo(1, taken=taken))
    assert picture.taken_at is None and timezone.now() - picture.order_time < timedelta(days=1)


@needs_photos
def test_real_photographs_with_every_kind_of_date(minsu_client, album):
    """What each date is, albums/images/tests/test_capture_time.py says; one of them has a time without a day."""
    undated = []
    for path in sorted(PHOTOS.glob("dates/*.jpg")):
        picture = add(minsu_client, album, path.read_bytes())
        if picture.taken_at:
            assert picture.order_time == picture.taken_at
        else:
            undated.append(path.name)
    assert undated == ["time-created.jpg"]


@needs_photos
def test_a_real_album_is_in_order(minsu_client, album):
    for path in sorted(PHOTOS.glob("album/*.jpg"))[:8]:
        add(minsu_client, album, path.read_bytes())
    times, query = [], ""
    while True:
        context = minsu_client.get(reverse("album_overview", args=[album.public_id]) + query).context
        times += [picture.order_time for picture in context["pictures"]]
        if not (query := context["next_url"]):
            break
    assert len(times) == 8 and times == sorted(times)
