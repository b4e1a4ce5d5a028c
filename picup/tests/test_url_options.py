import pytest
from django.core.exceptions import ImproperlyConfigured

from picup.env.url_options import boolean, directory, file, one_of, seconds, split_options, text, whole

READERS = {
    "tls": boolean,
    "tries": whole(1),
    "wait": seconds,
    "mode": one_of("OFF", "REQUIRED"),
    "name": text,
}


def test_it_works():
    address, options = split_options(
        "X_URL", "x://u:p%3F@h/n?TLS=on&tries=3&wait=0.5&mode=required&name=a%20b", READERS
    )
    assert address == "x://u:p%3F@h/n"
    assert options == {"tls": True, "tries": 3, "wait": 0.5, "mode": "REQUIRED", "name": "a b"}
    assert split_options("X_URL", "x://h", READERS) == ("x://h", {})


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour=red", "the option colour is not understood"),
        ("tls=on&Colour=red", "the option colour is not understood"),
        ("p4ss%20word=1", "an option is not understood"),
        ("tls=on&tls=off", "tls is given twice"),
        ("tls=on&TLS=on", "tls is given twice"),
        ("tls", "tls must be one of on"),
        ("tls=", "tls must be one of on"),
        ("tls=maybe", "tls must be one of on"),
        ("tries=0", "tries must be a whole number of at least 1"),
        ("tries=1.5", "whole number"),
        ("tries=٣", "whole number"),
        ("wait=0", "number of seconds"),
        ("wait=nan", "number of seconds"),
        ("wait=inf", "number of seconds"),
        ("wait=-1", "number of seconds"),
        ("mode=PREFERRED", "mode must be one of: OFF, REQUIRED"),
        ("name=", "name must be something"),
        ("tls=on#mode=off", "write # as %23"),
        ("secret@h/n?tls=on", r"write \? in a password"),
    ],
)
def test_what_is_not_understood_stops_the_start(query, said):
    with pytest.raises(ImproperlyConfigured, match=f"^X_URL.*{said}") as raised:
        split_options("X_URL", f"x://u:p@h/n?{query}", READERS)
    assert "secret" not in str(raised.value) and "p4ss" not in str(raised.value)


def test_files_and_directories(tmp_path):
    (tmp_path / "ca.pem").touch()
    assert file(str(tmp_path / "ca.pem")) and directory(str(tmp_path))
    for read, path in ((file, tmp_path), (file, tmp_path / "no"), (directory, tmp_path / "ca.pem")):
        with pytest.raises(ValueError, match="that is there"):
            read(str(path))
