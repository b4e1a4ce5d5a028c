import pytest

from picup.web.arrival import SMALL_BODY, find_missing, household
from picup.web.upload_limit import is_large

HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"


@pytest.mark.parametrize(
    "received, missing",
    [
        (b"", None),
        (HEAD, None),
        (HEAD + b"\r", None),
        (HEAD + b"\r\n", 0),
        (HEAD + b"Content-Length: 3\r\n\r\nab", 1),
        (HEAD + b"content-length:3\r\n\r\nabc", 0),
        (HEAD + b"Content-Length: 3\r\n\r\nabcGET / HTTP/1.1", 0),
        (HEAD + b"Content-Length: 65537\r\n\r\n", 0),
        (HEAD + b"Content-Length: 99999999999\r\n\r\n", 0),
        (HEAD + b"Content-Length: three\r\n\r\n", 0),
        (HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 0),
        (HEAD + b"Content-Length: 3\r\nExpect: 100-continue\r\n\r\n", 0),
        (HEAD + b"\r\nContent-Length: 3\r\n\r\n", 0),
        (HEAD + b"X: Content-Length: 3\r\n\r\n", 0),
    ],
)
def test_it_works(received, missing):
    assert find_missing(bytearray(received)) == missing


@pytest.mark.parametrize(
    "environ, large",
    [
        ({}, False),
        ({"CONTENT_LENGTH": ""}, False),
        ({"CONTENT_LENGTH": str(SMALL_BODY)}, False),
        ({"CONTENT_LENGTH": str(SMALL_BODY + 1)}, True),
        ({"CONTENT_LENGTH": "9" * 5000}, True),
        ({"CONTENT_LENGTH": "three"}, True),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, True),
        ({"HTTP_EXPECT": "100-continue", "CONTENT_LENGTH": "3"}, True),
    ],
)
def test_what_gets_a_thread_before_its_body_counts_as_an_upload(environ, large):
    assert is_large(environ) == large


@pytest.mark.parametrize(
    "address, counted",
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
    ],
)
def test_a_household_is_one_address(address, counted):
    assert household(address) == counted
