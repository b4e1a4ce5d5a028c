import logging

import pytest

from picup.web.redact import RedactingFormatter, redact


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Not Found: /open/abc/", "Not Found: /open/[secret]"),
        ("Gone: /join/abc", "Gone: /join/[secret]"),
        ("Not Found: /OPEN/abc/", "Not Found: /OPEN/[secret]"),
        ("Not Found: //open//abc", "Not Found: //open//[secret]"),
        ("Not Found: /open/ abc/", "Not Found: /open/[secret]"),
        ("Not Found: /accounts/password-reset/1/abc/", "Not Found: /accounts/password-reset/[secret]"),
        ('"GET /open/abc/ HTTP/1.1" 404 12', '"GET /open/[secret]" 404 12'),
        ("Not Found: /opening/abc", "Not Found: /opening/abc"),
        ("Not Found: /accounts/password-reset/", "Not Found: /accounts/password-reset/"),
    ],
)
def test_it_works(line, shown):
    assert redact(line) == shown


def test_tracebacks_too():
    try:
        raise ValueError("no view for /open/abc/")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "%s failed", ("/open/abc/",), info)
    line = RedactingFormatter("{message}", style="{").format(record)
    assert "Traceback" in line and "abc" not in line
