from datetime import datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from albums.images.capture_time import parse, taken_at
from albums.images.tests.samples import PHOTOS, drawn, needs_photos, scene

# Every file of dates/ and album/, and the others that say something, with the reason.
EXPECTED = {
    # Original says February; digitised April, PDF May, IPTC a time without a date, XMP GPS August, EXIF GPS
    # October.
    "dates/date-priority-test.jpg": "2023-02-02T02:00:00",
    # A position but no GPS time; Original stands as it is, whatever the zone of the place.
    "dates/datetimeoriginal-gps.jpg": "2025-12-01T11:30:00",
    # Only XMP exif:GPSTimeStamp; UTC is kept.
    "dates/gps-datetime.jpg": "2023-11-15T12:30:00",
    # IPTC TimeCreated without DateCreated: a time of no day.
    "dates/time-created.jpg": None,
    # Original (with a NUL behind it) against an ISO 8601 DateTime of 2023 and xmp:CreateDate of 2008.
    "album/cyclamen_persicum.jpg": "2007-12-06T14:33:18",
    "album/el_torcal_rocks.jpg": "2012-08-05T11:39:59",
    "album/mongolia-dunes.jpg": "2009-08-29T13:18:08.170000",
    "album/notocactus_minimus.jpg": "2008-05-23T15:54:59",
    "album/prairie_falcon.jpg": "2022-03-31T11:31:56.180000",
    "album/tanners_ridge.jpg": "2023-09-25T08:33:30.880000",
    # IPTC and XMP with captions, but no date anywhere.
    "album/old-portrait.jpg": None,
    # No metadata, or a colour profile only.
    "album/orychophragmus_violaceus.jpg": None,
    "album/polemonium_reptans.jpg": None,
    "album/silver_fir.jpg": None,
    "album/wood_anemones.jpg": None,
    # No EXIF date: IPTC 15:15:44-0400, of which XMP knows the hundredths; GPS says 21:15 UTC of the same day.
    "gps/thompson-springs.jpg": "2022-01-10T15:15:44.310000",
    "phone/IMG_2682.heic": "2019-03-21T11:04:22.348000",
    "phone/cat-on-chair.jpg": "2025-06-01T16:59:26.023460",
    "phone/craft-beer.jpg": None,
    "formats/samsung-motion-photo.heic": "2024-01-12T21:38:53.853000",
    "formats/denali.webp": "2010-08-13T21:00:01.850000",
    # PNG's own "Creation Time".
    "formats/density_plot.png": "2007-02-13T06:34:38",
    # XMP with a MetadataDate only, which is when somebody edited it.
    "formats/10bit-HDR-P3-nclx.avif": None,
}


def test_it_works():
    assert taken({0x9003: "2007:12:06 14:33:18"}) == datetime(2007, 12, 6, 14, 33, 18)


@needs_photos
@pytest.mark.parametrize(("name", "expected"), EXPECTED.items())
def test_real_photographs(decoder, name, expected):
    found = decoder.examine(PHOTOS / name).taken_at
    assert (found and found.isoformat()) == expected


@needs_photos
def test_no_file_of_album_and_dates_is_forgotten():
    names = {
        f"{path.parent.name}/{path.name}"
        for folder in ("album", "dates")
        for path in (PHOTOS / folder).iterdir()
    }
    assert names <= EXPECTED.keys()


@pytest.mark.parametrize(("text", "expected"), [
    ("2007:12:06 14:33:18\0", (2007, 12, 6, 14, 33, 18)),
    ("  2007:12:06 14:33:18   ", (2007, 12, 6, 14, 33, 18)),
    ("2023-09-27T14:32:53+02:00", (2023, 9, 27, 14, 32, 53)),
    ("2023-11-15T12:30:00Z", (2023, 11, 15, 12, 30, 0)),
    ("2022-03-31T11:31:56.018", (2022, 3, 31, 11, 31, 56, 18000)),
    ("2012-08-05T11:39", (2012, 8, 5, 11, 39)),
    ("20071206 143318+0900", (2007, 12, 6, 14, 33, 18)),
    ("20071206 ", (2007, 12, 6)),
    ("1985", (1985,)),
    ("1985:00:00 00:00:00", (1985,)),
    ("1985:07:  :  :  ", (1985, 7)),
    ("0000:00:00 00:00:00", None),
    ("    :  :     :  :  ", None),
    ("1601:01:01 00:00:00", None),
    ("9999:12:31 23:59:59", None),
    ("2007:13:45 14:33:18", None),
    ("2007:12:06 25:61:61", None),
    ("yesterday", None),
    ("", None),
])  # fmt: skip
def test_parse(text, expected):
    assert parse(text) == expected


def test_a_day_of_grace_for_travellers():
    assert parse(str(datetime.now() + timedelta(hours=14))) is not None
    assert parse(str(datetime.now() + timedelta(hours=30))) is None


def test_original_beats_the_time_of_the_scan():
    assert (
        taken(
            {0x9003: "1985:07:01 10:00:00", 0x9004: "2023:01:01 00:00:00"}, {0x0132: "2024:01:01 00:00:00"}
        ).year
        == 1985
    )


def test_last_change_is_better_than_nothing():
    assert taken({}, {0x0132: "2009:01:02 03:04:05"}) == datetime(2009, 1, 2, 3, 4, 5)


def test_a_clock_that_was_never_set_does_not_hide_the_next_date():
    assert taken({0x9003: "0000:00:00 00:00:00", 0x9004: "2009:01:02 03:04:05"}) == datetime(
        2009, 1, 2, 3, 4, 5
    )


def test_a_later_date_completes_a_partial_one_it_agrees_with():
    assert taken({0x9003: "1985", 0x9004: "1985:07:01 10:00:00"}) == datetime(1985, 7, 1, 10)
    assert taken({0x9003: "1985", 0x9004: "2023:07:01 10:00:00"}) == datetime(1985, 1, 1)


def test_gps_time():
    assert taken({}, gps={29: "2019:03:21", 7: (16.0, 4.0, 21.01)}) == datetime(2019, 3, 21, 16, 4, 21)


def test_xmp_entities_are_not_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><x exif:DateTimeOriginal="2001-02-03T04:05:06">&a;</x>'
    image = Image.open(BytesIO(drawn("JPEG", xmp=bomb)))
    assert taken_at(image, image.getexif()) == datetime(2001, 2, 3, 4, 5, 6)


def taken(details: dict, plain: dict | None = None, gps: dict | None = None):
    exif = Image.Exif()
    exif.update(plain or {})
    exif.get_ifd(0x8769).update(details)
    exif.get_ifd(0x8825).update(gps or {})
    return taken_at(scene(), exif)
