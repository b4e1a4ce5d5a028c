import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picup.encryption.keyring import Keyring, UnknownKey, make_key, read_key
from picup.encryption.segments import (
    HEADER,
    SEGMENT,
    TAG,
    Damaged,
    count_segments,
    encrypt,
    new_segments,
    read_header,
    segment_offset,
    stored_size,
)

NAME = "a" * 40
KEY = read_key("TEST", make_key())
RING = Keyring("TEST", [KEY])
CONTENT = os.urandom(5 * SEGMENT // 2)


def seal(content: bytes, name: str = NAME, chunk: int = 2 * SEGMENT) -> bytes:
    chunks = [content[begin : begin + chunk] for begin in range(0, len(content), chunk)]
    return b"".join(encrypt(new_segments(KEY, name), chunks))


def unseal(stored: bytes, size: int, name: str = NAME, ring: Keyring = RING) -> bytes:
    """As a reader does it who knows how many bytes to expect."""
    segments = read_header(stored[: HEADER.size], name, ring)
    count = count_segments(size)
    parts = []
    for number in range(count):
        is_last = number == count - 1
        end = len(stored) if is_last else segment_offset(number + 1)
        parts.append(segments.open(number, stored[segment_offset(number) : end], is_last=is_last))
    return b"".join(parts)


def test_it_works():
    stored = seal(CONTENT)
    assert unseal(stored, len(CONTENT)) == CONTENT
    assert CONTENT[:64] not in stored
    assert seal(CONTENT) != stored, "twice the same bytes must not look the same"


@pytest.mark.parametrize(
    "size", [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 4 * SEGMENT, 4 * SEGMENT + 1]
)
def test_every_size(size):
    content = os.urandom(size)
    stored = seal(content)
    assert len(stored) == stored_size(size)
    assert unseal(stored, size) == content


@given(st.data())
def test_a_flipped_bit_anywhere_is_found(data):
    stored = bytearray(STORED)
    bit = data.draw(st.integers(0, 8 * len(stored) - 1))
    stored[bit // 8] ^= 1 << bit % 8
    with pytest.raises((Damaged, UnknownKey)):
        unseal(bytes(stored), len(CONTENT))


STORED = seal(CONTENT)


@given(st.integers(0, len(STORED) - 1))
def test_a_cut_anywhere_is_found(length):
    with pytest.raises(Damaged):
        unseal(STORED[:length], len(CONTENT))


def test_cut_after_a_whole_segment_with_a_row_that_agrees():
    with pytest.raises(Damaged):
        unseal(STORED[: segment_offset(2)], 2 * SEGMENT)


def test_moved_segments_are_found():
    first, second = (
        STORED[segment_offset(0) : segment_offset(1)],
        STORED[segment_offset(1) : segment_offset(2)],
    )
    moved = STORED[: segment_offset(0)] + second + first + STORED[segment_offset(2) :]
    with pytest.raises(Damaged):
        unseal(moved, len(CONTENT))


def test_a_segment_of_another_file_is_found():
    other = seal(CONTENT)
    with pytest.raises(Damaged):
        unseal(STORED[: segment_offset(1)] + other[segment_offset(1) :], len(CONTENT))


def test_another_files_bytes_under_this_name_are_found():
    with pytest.raises(Damaged):
        unseal(STORED, len(CONTENT), name="b" * 40)


def test_an_unknown_key_says_so():
    stranger = Keyring("TEST", [read_key("TEST", make_key())])
    with pytest.raises(UnknownKey, match=KEY.id):
        unseal(STORED, len(CONTENT), ring=stranger)


def test_any_key_of_the_ring_opens():
    ring = Keyring("TEST", [read_key("TEST", make_key()), KEY])
    assert unseal(STORED, len(CONTENT), ring=ring) == CONTENT


def test_a_segment_is_opened_without_the_others():
    segments = read_header(STORED[: HEADER.size], NAME, RING)
    opened = segments.open(1, STORED[segment_offset(1) : segment_offset(1) + SEGMENT + TAG], is_last=False)
    assert opened == CONTENT[SEGMENT : 2 * SEGMENT]
