"""An album of 2,000 photos costs as many queries as one of 20, and its pages are no larger than a window needs."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from albums.models import Picture
from albums.services.albums import create_album, recount
from bench.pages.filling import fill
from picup.core.pagination import Cursor

FEW, MANY = 20, 2000
MOST_BYTES = 300_000
END = datetime(9000, 1, 1, tzinfo=UTC)


def make_album(person, count: int):
    album = create_album(person=person, title="제주도 봄 여행", description="")
    fill(album, count)
    recount(album)
    album.refresh_from_db()
    return album


def pages_of(album) -> dict[str, str]:
    pictures = list(Picture.objects.filter(album=album).order_by("order_time", "id"))
    middle = pictures[len(pictures) // 2]
    address = album.get_absolute_url()
    place = Cursor(middle.order_time, middle.pk, len(pictures) // 2 + 1)
    end = Cursor(END + timedelta(days=1), 0, len(pictures))
    return {
        "first": address,
        "middle": f"{address}?after={place}",
        "last": f"{address}?before={end}",
        "photo": middle.get_absolute_url(),
        "overview": f"{address}overview/",
        "overview from the middle": f"{address}overview/?after={place}",
        "print": f"{address}print/",
        "select": f"{address}select/",
        "years": "/years/",
    }


@pytest.fixture
def albums(jieun):
    return make_album(jieun, FEW), make_album(jieun, MANY)


@pytest.mark.parametrize("who", ["jieun", "mother"])
def test_many_photos_cost_what_few_cost(albums, who, request, record_property):
    client = request.getfixturevalue(f"{who}_client")
    few, many = (pages_of(album) for album in albums)
    client.get("/years/")
    for name in few:
        if name == "select" and who == "mother":
            continue
        counts = []
        for address in (few[name], many[name]):
            with CaptureQueriesContext(connection) as queries:
                begun = time.perf_counter()
                answer = client.get(address)
                took = (time.perf_counter() - begun) * 1000
            assert answer.status_code == 200, (name, answer.status_code)
            counts.append(len(queries))
            assert len(answer.content) < MOST_BYTES, (name, len(answer.content))
        record_property(name, f"{took:.0f} ms, {counts} queries, {len(answer.content)} bytes")
        print(who, name, f"{took:.0f} ms, {counts} queries, {len(answer.content)} bytes")
        assert counts[1] == counts[0], name
