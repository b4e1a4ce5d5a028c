from datetime import datetime, timedelta

import pytest

from albums.images.dates import UNSET_DAYS, WRITTEN_DAYS, candidate, choose, parse, precision_of


def test_it_works():
    assert parse("2007:12:06 14:33:18") == (2007, 12, 6, 14, 33, 18)


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
    ("2007:12:06 25:61:61", (2007, 12, 6)),
    ("yesterday", None),
    ("2018:3:7 05:07:09", (2018, 3, 7, 5, 7, 9)),
    ("2018: 3: 7  5: 7: 9", (2018, 3, 7, 5, 7, 9)),
    ("2018/03/07 05:07:09 PM", (2018, 3, 7, 17, 7, 9)),
    ("2018-03-07 12:07:09 am", (2018, 3, 7, 0, 7, 9)),
    ("2019:01:01 24:04:20", (2019, 1, 1, 0, 4, 20)),
    ("2019:01:01 24:00:00", (2019, 1, 1, 0, 0, 0)),
    ("2019:01:02 10:04:60", (2019, 1, 2, 10, 4, 59)),
    ("Mon, 02 Jan 2012 10:20:30 GMT", (2012, 1, 2, 10, 20, 30)),
    ("2 January 2012 10:20:30", (2012, 1, 2, 10, 20, 30)),
    ("Mon Jan  2 10:20:30 2012", (2012, 1, 2, 10, 20, 30)),
    ("Mon, 02 Jan 2012", (2012, 1, 2)),
    ("2 Jan 2012", (2012, 1, 2)),
    ("Sat, 26 Apr 2014 19:09:60 GMT", (2014, 4, 26, 19, 9, 59)),
    ("2014:04:26 19:60:00", (2014, 4, 26)),
    ("2014 04 26 19:09:19", (2014, 4, 26, 19, 9, 19)),
    ("2014_04_26", (2014, 4, 26)),
    ("2014 : 04 : 26", (2014, 4, 26)),
    ("2014년 4월 26일 오후 7:09:19", (2014, 4, 26, 19, 9, 19)),
    ("2014年04月26日 (土) 午後 7:09:19", (2014, 4, 26, 19, 9, 19)),
    ("07:09:19", None),
    ("2014-04-26 07:09:19 p.m.", (2014, 4, 26, 19, 9, 19)),
    ("1993 07", (1993, 7)),
    ("199307", (1993, 7)),
    ("2014-116", (2014,)),
    ("26.04.2014 19:09:19", (2014, 4, 26, 19, 9, 19)),
    ("04.05.2014", (2014, 5, 4)),
    ("26/04/2014", (2014, 4, 26)),
    ("04/26/2014 07:09:19 PM", (2014, 4, 26, 19, 9, 19)),
    ("04/05/2014", None),
    ("2018:02:30 10:00:00", None),
    ("\u0662\u0660\u0661\u0668:03:07", None),
    ("", None),
])  # fmt: skip
def test_parse(text, expected):
    assert parse(text) == expected


def test_a_day_of_grace_for_travellers():
    assert parse(str(datetime.now() + timedelta(hours=14))) is not None
    assert parse(str(datetime.now() + timedelta(hours=30))) is None


@pytest.mark.parametrize("day", UNSET_DAYS, ids=str)
def test_a_clock_that_was_never_set(day):
    """What it shows is no date, at whatever hour. Only New Year's Day without one may be a person's."""
    text = "{:04}:{:02}:{:02}".format(*day)
    assert parse(f"{text} 00:00:00") is parse(f"{text} 12:00:00") is None
    assert parse(text) == (day if day in WRITTEN_DAYS else None)


@pytest.mark.parametrize(("unset", "taken"), [
    ("2002:12:08 12:00:00", "2002:12:08 15:31:12"),
    ("2001:01:01 09:00:00", "2001:01:01 15:31:12"),
    ("2001:01:01 05:30:00", "2001:01:01 05:30:10"),
])  # fmt: skip
def test_times_of_days_on_which_people_took_photos(unset, taken):
    assert parse(unset) is None and parse(taken)


@pytest.mark.parametrize("text", ["2005:01:01 00:01:30", "2012:01:01 12:00:00", "2010:01:01 00:00:05"])
def test_soon_after_the_beginning(text):
    """A camera that was just switched on, or fireworks: it loses to any other date, and is shown if there is none."""
    assert choose([candidate("EXIF", text)])[:3] == parse(text)[:3]
    assert choose([candidate("EXIF", text), candidate("GPS", "2018:06:16 10:00:00")])[0] == 2018


def test_a_new_years_first_second():
    assert parse("2012:01:01 00:00:00") is None
    assert parse("2012:01:01 00:00:01") == (2012, 1, 1, 0, 0, 1)
    assert parse("1985:01:01 00:00:00") == (1985, 1, 1, 0, 0, 0), "a print, dated by hand"


@pytest.mark.parametrize(
    ("parts", "precision"),
    [((1985,), "year"), ((1985, 7), "month"), ((1985, 7, 1), "day"), ((1985, 7, 1, 10, 0), "second")],
)
def test_precision(parts, precision):
    assert precision_of(parts) == precision


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["", "1970:01:01 00:00:00", "1985", "1990", "1985:07"], (1985, 7)),
        (["2000:01:01", "2003:04:05 10:00:00"], (2003, 4, 5, 10, 0, 0)),
        (["2000:01:01", ""], (2000, 1, 1)),
        (["1980:01:01 00:00:00", "2002:12:08 12:00:00"], None),
        ([], None),
    ],
)
def test_the_first_true_date_wins_and_a_later_one_completes_it(texts, expected):
    assert choose(candidate("here", text) for text in texts) == expected
