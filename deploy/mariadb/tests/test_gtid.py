import pytest

from deploy.mariadb.gtid import joined, missing, parse
from deploy.mariadb.server import Refused


def test_it_works():
    position = parse("1-1-104,2-2-7")
    assert str(position) == position.sql == "1-1-104,2-2-7"
    assert parse("") == {} and str(parse("")) == "nothing" and parse("").sql == ""
    assert joined(parse("1-1-5"), parse("1-1-3,2-2-1")) == parse("1-1-5", "2-2-1")
    assert position.within([2, 9]) == parse("2-2-7")


@pytest.mark.parametrize(
    ("have", "want", "lacks"),
    [
        ("1-1-5", "1-1-5", []),
        ("1-1-6,2-2-1", "1-1-5", []),
        ("1-1-5", "1-1-6", ["1-1-6 (1 transaction)"]),
        ("1-1-5", "1-1-8", ["1-1-6 to 1-1-8 (3 transactions)"]),
        ("1-1-5", "1-1-5,2-2-2", ["2-2-1 to 2-2-2 (2 transactions)"]),
    ],
)
def test_what_one_lacks(have, want, lacks):
    assert missing(parse(have), parse(want)) == lacks


@pytest.mark.parametrize("wrong", ["1-1", "one", "1-1-x", "1-1-1-1"])
def test_what_is_no_position_is_refused(wrong):
    with pytest.raises(Refused, match="not a GTID"):
        parse(wrong)
