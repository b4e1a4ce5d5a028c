import pytest
from django.test import RequestFactory

from picup.web.real_address import RealAddressMiddleware


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (["127.0.0.1"], "203.0.113.7", "203.0.113.7"),
        (["127.0.0.1"], "10.0.0.1, 203.0.113.7", "203.0.113.7"),
        (["127.0.0.1"], "2001:db8::7", "2001:db8::7"),
        (["127.0.0.1"], "", "127.0.0.1"),
        (["127.0.0.1"], "<script>", "127.0.0.1"),
        (["192.0.2.1"], "203.0.113.7", "127.0.0.1"),
        ([], "203.0.113.7", "127.0.0.1"),
    ],
)
def test_it_works(settings, proxies, forwarded, seen):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    RealAddressMiddleware(lambda request: None)(request)
    assert request.META["REMOTE_ADDR"] == seen
