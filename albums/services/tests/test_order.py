"""Where photos stand that no time can order."""

import random
from datetime import UTC, datetime

import pytest

from albums.models import Album, Picture
from albums.services.order import BATCHES_KEPT, PLACES, natural_key, read_batch, read_place
from albums.tests.helpers import named, photo, send

SAME_SECOND = "2024:05:05 12:00:00"


def order(album: Album) -> list[str]:
    return [picture.name for picture in Picture.objects.filter(album=album).order_by("order_time", "id")]


def send_each(client, album: Album, names: list[str], batch: str, taken: str = "", first: int = 0) -> None:
    """As the uploader's script does: one by one, in an order of chance."""
    places = list(enumerate(names))
    random.Random(batch).shuffle(places)
    for place, name in places:
        content = photo(first + place, taken=taken)
        [result] = send(client, album, named(name, content), batch=batch, place=place).json()["results"]
        assert result["status"] == "added"


def test_it_works(minsu_client, album):
    """A letter of fifteen pages, scanned."""
    pages = [f"scan{number}.jpg" for number in range(1, 16)]
    send_each(minsu_client, album, pages, "a letter")
    assert order(album) == pages


def test_a_burst_of_one_second(minsu_client, album):
    names = [f"{number}.jpg" for number in range(8)]
    send_each(minsu_client, album, names, "a burst", SAME_SECOND)
    assert order(album) == names
    taken = set(Picture.objects.values_list("taken_at", flat=True))
    assert taken == {datetime(2024, 5, 5, 12, tzinfo=UTC)}, "the place is no time"


def test_what_comes_later_stands_later(minsu_client, album):
    send_each(minsu_client, album, ["b1.jpg", "b2.jpg"], "first")
    send_each(minsu_client, album, ["a1.jpg", "a2.jpg"], "second", first=10)
    assert order(album) == ["b1.jpg", "b2.jpg", "a1.jpg", "a2.jpg"]


def test_two_people_at_once(minsu_client, jieun_client, album):
    """Each one's stand together, however they come in turn."""
    for number in range(4):
        for client, batch in ((minsu_client, "minsu"), (jieun_client, "jieun")):
            content = photo(number * 2 + (batch == "jieun"))
            send(client, album, named(f"{batch}{number}.jpg", content), batch=batch, place=number)
    assert order(album) == [f"{name}{number}.jpg" for name in ("minsu", "jieun") for number in range(4)]


def test_one_form_of_many(minsu_client, album):
    """Without scripts: by the names, as people count."""
    names = ["scan 10.jpg", "Scan 2.jpg", "scan 1.jpg", "편지 3.jpg", "편지 12.jpg"]
    files = [named(name, photo(number)) for number, name in enumerate(names)]
    results = send(minsu_client, album, *files).json()["results"]
    expected = ["scan 1.jpg", "Scan 2.jpg", "scan 10.jpg", "편지 3.jpg", "편지 12.jpg"]
    assert order(album) == expected == [result["name"] for result in results]


def test_an_album_remembers_few_batches(minsu_client, album):
    for number in range(BATCHES_KEPT + 5):
        send(minsu_client, album, photo(number), batch=f"{number}", place=0)
    album.refresh_from_db()
    latest = [key.partition(":")[2] for key in album.batches]
    assert latest == [f"{number}" for number in range(5, BATCHES_KEPT + 5)]


@pytest.mark.parametrize("taken", ["", SAME_SECOND], ids=["no date", "one second"])
def test_batches_that_begin_at_once_do_not_mix(minsu_client, jieun_client, album, taken):
    """Even under one id: it is the sender's own."""
    for number in range(12):
        for person, client in enumerate((minsu_client, jieun_client)):
            content = photo(number * 2 + person, taken=taken)
            send(client, album, named(f"{person}-{number}.jpg", content), batch="same", place=number)
    names = order(album)
    assert sorted([names[:12], names[12:]]) == [
        [f"{person}-{number}.jpg" for number in range(12)] for person in (0, 1)
    ]


def test_parts_of_a_second(minsu_client, album):
    """Within what was sent together names decide: a copy may have lost the parts of its second."""
    taken = [SAME_SECOND + fraction for fraction in (".30", ".00", "", ".20", ".123456")]
    for place, time in enumerate(taken):
        content = photo(place, taken=time)
        send(minsu_client, album, named(f"{place}.jpg", content), batch="a burst", place=place)
    assert order(album) == [f"{place}.jpg" for place in range(5)]


def test_a_burst_that_was_sent_one_by_one(minsu_client, album):
    """Each alone: by the parts of a second, and those without by when they came."""
    for number, fraction in enumerate((".30", ".10", ".20", "", "")):
        send(
            minsu_client, album, named(f"{number}.jpg", photo(number, taken=SAME_SECOND + fraction)), batch=""
        )
    assert order(album) == ["3.jpg", "4.jpg", "1.jpg", "2.jpg", "0.jpg"]


@pytest.mark.parametrize("place", ["", "-1", "1e9", "NaN", "9" * 500, "٣", "1.5", "x"])
@pytest.mark.parametrize("batch", ["", "\0", "x" * 5000, "{}", "'; --"])
def test_hostile_fields(minsu_client, album, batch, place):
    response = send(minsu_client, album, photo(1), batch=batch, place=place)
    assert response.json()["results"][0]["status"] == "added"


def test_a_place_is_less_than_a_second():
    assert [read_place(text) for text in ("0", " 14 ", "1000000", "x", "-3")] == [0, 14, PLACES - 1, 0, 0]
    assert read_batch(" a\0b c" + "x" * 100) == "abc" + "x" * 61


@pytest.mark.parametrize("names", [
    ["1.jpg", "2.jpg", "10.jpg"],
    ["a.jpg", "B.jpg", "c.jpg"],
    ["IMG_9 (2).jpg", "IMG_10.jpg"],
    ["편지 2", "편지 10"],
    ["a.jpg", "a (2).jpg", "a (10).jpg", "ab.jpg"],
    ["007.jpg", "8.jpg"],
    ["IMG_1.heic", "IMG_1.jpg"],
])  # fmt: skip
def test_natural_order(names):
    shuffled = random.Random(1).sample(names, len(names))
    assert sorted(shuffled, key=natural_key) == names
