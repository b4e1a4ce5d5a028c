"""Tell which photo and which film are one Live Photo, though they came as two files.

A photo and a film that may be one have the same key. It is made of Apple's content identifier, or where a file has
none, of its name without the ending: IMG_1234.HEIC, IMG_1234.MOV. Names are the family's, so the key is a keyed hash.
"""

import unicodedata

from django.utils.crypto import salted_hmac

# The types of photos that telephones take, and the longest film that they take with one, in milliseconds.
PHOTO_TYPES = {"image/jpeg", "image/heic"}
LONGEST_MS = 4500
# What the key was made of is its first letter.
BY_IDENTIFIER, BY_NAME = "i", "n"
KEY_LENGTH = 32


def key_of_photo(content_type: str, name: str, content_id: str) -> str:
    """Return the key of a photo, blank if it can be no half of a Live Photo. `content_id` may be blank."""
    return make_key(name, content_id) if content_type in PHOTO_TYPES else ""


def key_of_film(duration_ms: int, name: str, content_id: str) -> str:
    """Return the key of a film, blank if it can be no half of a Live Photo. `content_id` may be blank."""
    return make_key(name, content_id) if content_id or 0 < duration_ms <= LONGEST_MS else ""


def make_key(name: str, content_id: str) -> str:
    if content_id:
        return hashed(BY_IDENTIFIER, content_id)
    stem = unicodedata.normalize("NFC", name).lower().rpartition(".")[0]
    return hashed(BY_NAME, stem) if stem else ""


def hashed(kind: str, text: str) -> str:
    digest = salted_hmac(f"albums.motion.{kind}", text, algorithm="sha256").hexdigest()
    return f"{kind}{digest[: KEY_LENGTH - 1]}"


def is_by_name(key: str) -> bool:
    """Return whether a key says no more than that two names are alike."""
    return key.startswith(BY_NAME)
