import pytest

from picup.ops.redact import redact


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
