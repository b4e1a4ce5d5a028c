import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from picup.encryption.keyring import file_keys, make_key, read_key


def test_it_works(settings):
    newest, old = make_key(), make_key()
    settings.FILE_ENCRYPTION_KEYS = [newest, old]
    ring = file_keys()
    assert ring.newest == read_key("", newest) and ring.find(read_key("", old).id) == read_key("", old)


def test_both_alphabets_of_base64_and_padding():
    secret = bytes(range(220, 252))
    forms = {
        base64.b64encode(secret),
        base64.urlsafe_b64encode(secret),
        base64.b64encode(secret).rstrip(b"="),
    }
    assert {read_key("", form.decode()).secret for form in forms} == {secret}


@pytest.mark.parametrize(
    "text", ["", "short", "a" * 100, "not base64 at all, not at all, not at all 43", "ü" * 43]
)
def test_what_is_no_key_is_refused_without_quoting_it(settings, text):
    settings.FILE_ENCRYPTION_KEYS = [text]
    with pytest.raises(ImproperlyConfigured) as raised:
        file_keys()
    assert "FILE_ENCRYPTION_KEYS" in str(raised.value) and (not text or text not in str(raised.value))


def test_none_is_refused(settings):
    settings.FILE_ENCRYPTION_KEYS = []
    with pytest.raises(ImproperlyConfigured, match="at least one"):
        file_keys()


def test_a_key_is_never_printed():
    key = read_key("", make_key())
    assert repr(key.secret) not in repr(key) and key.secret.hex() not in repr(key)
