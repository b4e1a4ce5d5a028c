"""What a storage holds, opened with the site's own keys: tests compare it with what people sent."""

import hashlib
from pathlib import Path

from picup.encryption.keyring import FILES, Keyring, read_key
from picup.encryption.segments import HEADER, SEGMENT, TAG, read_header, segment_offset
from storage.backends.base import KEY


def open_stored(files: dict[str, bytes], data_dir: Path) -> dict[str, bytes]:
    """The plain bytes of every object; a half-written one (its name is no key) as it is."""
    keys = keys_of(data_dir)
    return {
        name: unseal(name, stored, keys) if KEY.fullmatch(name) else stored for name, stored in files.items()
    }


def keys_of(data_dir: Path) -> Keyring:
    text = (data_dir / "keys" / FILES.lower()).read_text()
    return Keyring(FILES, [read_key(FILES, word) for word in text.split()])


def sha256_of(path: Path, keys: Keyring) -> str:
    """The checksum of an object's plain bytes, which may be more than memory holds. Raises `Damaged`."""
    digest, size = hashlib.sha256(), path.stat().st_size
    with path.open("rb") as file:
        segments, number = read_header(file.read(HEADER.size), path.name, keys), 0
        while number == 0 or file.tell() < size:
            sealed = file.read(SEGMENT + TAG)
            digest.update(segments.open(number, sealed, is_last=file.tell() == size))
            number += 1
    return digest.hexdigest()


def unseal(name: str, stored: bytes, keys: Keyring) -> bytes:
    """Raises `Damaged`."""
    segments = read_header(stored[: HEADER.size], name, keys)
    begins = list(range(segment_offset(0), max(len(stored), segment_offset(0) + 1), SEGMENT + TAG))
    return b"".join(
        segments.open(number, stored[begin : begin + SEGMENT + TAG], is_last=begin == begins[-1])
        for number, begin in enumerate(begins)
    )
