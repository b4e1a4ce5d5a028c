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


@pytest.mark.parametrize(("proxies", "secure"), [(["127.0.0.1"], True), (["192.0.2.1"], False), ([], False)])
def test_only_a_proxy_of_ours_is_believed_to_speak_https(settings, proxies, secure):
    settings.TRUSTED_PROXIES = proxies
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get("/", headers={"X-Forwarded-Proto": "https"})
    RealAddressMiddleware(lambda request: None)(request)
    assert request.is_secure() == secure


def test_a_proxy_that_is_not_named_is_told_once(settings, caplog):
    settings.TRUSTED_PROXIES = []
    middleware = RealAddressMiddleware(lambda request: None)
    for _ in range(3):
        middleware(RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.7"}))
    middleware(RequestFactory().get("/"))
    assert caplog.text.count("is not in TRUSTED_PROXIES") == 1
