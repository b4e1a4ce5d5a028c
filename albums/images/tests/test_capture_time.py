import struct
import zlib
from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image

from albums.images import capture_time
from albums.images.dates import candidate, choose, moment_of
from albums.images.source import Source
from albums.images.structure import png
from albums.images.structure.found import Found
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
    found = decoder.examine(PHOTOS / name).taken
    assert (found and moment_of(found).isoformat()) == expected


@needs_photos
def test_no_file_of_album_and_dates_is_forgotten():
    names = {
        f"{path.parent.name}/{path.name}"
        for folder in ("album", "dates")
        for path in (PHOTOS / folder).iterdir()
    }
    assert names <= EXPECTED.keys()


def test_original_beats_the_time_of_the_scan():
    assert (
        taken(
            {0x9003: "1985:07:01 10:00:00", 0x9004: "2023:01:02 00:00:00"}, {0x0132: "2024:01:02 00:00:00"}
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
    assert capture_time.taken(source_of(image)) == (2001, 2, 3, 4, 5, 6)


@pytest.mark.parametrize("tags", [
    {0x9003: b"2014:04:26 19:09:19\0"},
    {0x9003: "2014: 4:26 19: 9:19"},
    {0x9003: "2014:04:26 19:09:19".encode("utf-16-le")},
    {0x9003: tuple(b"2014:04:26 19:09:19")},
    {0x9003: "2002:12:08 12:00:00", 0x9004: "2014:04:26 19:09:19"},
    {0x9003: float("inf"), 0x9004: "2014:04:26 19:09:19"},
], ids=str)  # fmt: skip
def test_odd_tags(tags):
    assert taken(tags) == datetime(2014, 4, 26, 19, 9, 19)


def test_an_empty_date_hides_none_in_the_other_directory():
    assert taken({0x9003: "0000:00:00 00:00:00"}, {0x9003: "2014:04:26 19:09:19"}).year == 2014


@pytest.mark.parametrize("text", [
    b"\xff\xfe" + "2014:04:26 19:09:19".encode("utf-16-le"),
    "2014:04:26 19:09:19".encode("utf-16-be"),
    b"\xef\xbb\xbf2014:04:26 19:09:19",
    b"ASCII\0\0\x002014:04:26 19:09:19",
    b"2014:04:26\x0019:09:19",
])  # fmt: skip
def test_texts_in_other_codes(text):
    assert taken({0x9003: text}) == datetime(2014, 4, 26, 19, 9, 19)


@pytest.mark.parametrize(
    "keyword", [b"creation-time", b"CreationTime", b"exif:DateTimeOriginal", b"date:create"]
)
def test_keywords_of_png(decoder, write, keyword):
    whole = drawn("PNG")
    at = whole.index(b"IDAT") - 4
    side = png.chunk(b"tEXt", b"Creation Time\0?") + png.chunk(b"tEXt", keyword + b"\x002014:04:26 19:09:19")
    assert decoder.examine(write(whole[:at] + side + whole[at:])).taken == (2014, 4, 26, 19, 9, 19)


def test_a_date_in_the_first_directory():
    """Where a scanner's program or an editor put it, before an edit that came later."""
    assert taken({}, {0x9003: "1989:05:05 14:08:45", 0x0132: "2021:04:01 08:22:44"}).year == 1989


def test_a_clock_that_was_never_set_and_nothing_else():
    assert taken({0x9003: "1970:01:01 00:00:00"}, {0x0132: "1980:01:01 00:00:13"}) is None


@pytest.mark.parametrize("xmp", [
    b'<x xap:CreateDate="2014-04-26T19:09:19"/>',
    b"<xmp:CreateDate>2014-04-26T19:09:19</xmp:CreateDate>",
    b'<exif:DateTimeOriginal rdf:parseType="Resource"><rdf:value>2014-04-26T19:09:19</rdf:value>',
    b'<exif:DateTimeOriginal><rdf:Alt><rdf:li xml:lang="x-default">2014-04-26T19:09:19</rdf:li>',
    b"<exif:DateTimeOriginal >2014-04-26T19:09:19<",
    b'<x xmlns:ns1="http://ns.adobe.com/exif/1.0/" ns1:DateTimeOriginal="2014-04-26T19:09:19"/>',
    '<x exif:DateTimeOriginal="2014-04-26T19:09:19"/>'.encode("utf-16"),
    b'<x xmp:ModifyDate="2014-04-26T19:09:19"/>',
    b"<tiff:DateTime>2014-04-26T19:09:19<",
    b"<photoshop:DateCreated>\n<rdf:Seq><rdf:li>2014-04-26T19:09:19</rdf:li></rdf:Seq>",
])  # fmt: skip
def test_xmp(xmp):
    assert capture_time.taken(source_of(scene(), {"xmp": xmp})) == (2014, 4, 26, 19, 9, 19)


def test_xmp_in_a_gif():
    """It stands there as it is, behind the pixels of some programs."""
    packet = b'XMP DataXMP<rdf:RDF><x exif:DateTimeOriginal="2014-04-26T19:09:19"/></rdf:RDF>'
    assert capture_time.taken(source_of(scene(), {}, "GIF", b"GIF89a" + packet)) == (2014, 4, 26, 19, 9, 19)


@pytest.mark.parametrize(
    "kind", ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "xmp", "raw exif", "raw APP1", "raw xmp"]
)
@pytest.mark.parametrize("behind", [False, True], ids=["before the pixels", "behind"])
def test_png(decoder, write, kind, behind):
    assert decoder.examine(write(png_with(kind, behind))).taken == (2014, 4, 26, 19, 9, 19)


def test_the_name_comes_last(decoder, write):
    name = "IMG_20190501_123456.jpg"
    assert decoder.examine(write(drawn("JPEG")), name).taken == (2019, 5, 1, 12, 34, 56)
    exif = Image.Exif()
    exif[0x0132] = "2014:04:26 19:09:19"
    assert decoder.examine(write(drawn("JPEG", exif=exif)), name).taken == (2014, 4, 26, 19, 9, 19)
    exif[0x0132] = "2000:01:01"
    assert decoder.examine(write(drawn("JPEG", exif=exif)), name).taken[0] == 2019, "a doubtful day loses"


def raw_profile(kind: bytes, content: bytes) -> bytes:
    """Return a zTXt chunk's content as ImageMagick writes it."""
    lines = b"\n%s\n%8d\n%s\n" % (kind, len(content), content.hex().encode())
    return b"Raw profile type %s\0\0" % kind + zlib.compress(lines)


def png_with(kind: str, behind: bool) -> bytes:
    exif = Image.Exif()
    exif[0x0132] = "2014:04:26 19:09:19"
    words = b"Sat, 26 Apr 2014 19:09:19 GMT"
    content = {
        "tEXt": b"Creation Time\0" + words,
        "zTXt": b"Creation Time\0\0" + zlib.compress(words),
        "iTXt": b"Creation Time\0\1\0en\0\0" + zlib.compress(words),
        "eXIf": exif.tobytes().removeprefix(b"Exif\0\0"),
        "tIME": struct.pack(">H5B", 2014, 4, 26, 19, 9, 19),
        "raw exif": raw_profile(b"exif", exif.tobytes()),
        "raw APP1": raw_profile(b"APP1", exif.tobytes()),
        "raw xmp": raw_profile(b"xmp", b'<x xmp:CreateDate="2014-04-26T19:09:19"/>'),
        "xmp": b'XML:com.adobe.xmp\0\0\0\0\0<x xmp:CreateDate="2014-04-26T19:09:19"/>',
    }[kind]
    side = png.chunk({"xmp": b"iTXt"}.get(kind, b"zTXt" if "raw" in kind else kind.encode()), content)
    whole = drawn("PNG")
    at = whole.index(b"IEND") - 4 if behind else whole.index(b"IDAT") - 4
    return whole[:at] + side + whole[at:]


def source_of(
    image: Image.Image, info: dict | None = None, format: str = "JPEG", original: bytes = b""
) -> Source:
    image.info.update(info or {})
    return Source(format, original, original, image, Found(original))


def taken(details: dict, plain: dict | None = None, gps: dict | None = None) -> datetime | None:
    exif = Image.Exif()
    exif.update(plain or {})
    exif.get_ifd(0x8769).update(details)
    exif.get_ifd(0x8825).update(gps or {})
    found = choose(
        candidate("EXIF", getattr(directory, name))
        for name in ("original", "digitized", "gps", "changed")
        for directory in capture_time.directories(exif)
    )
    return found and moment_of(found)
