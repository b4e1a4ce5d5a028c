import pytest

from picup.core.sizes import size_in_words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (6_240_000, "6.2 MB"),
        (200_000_000, "200 MB"),
        (10_000_000_000, "10 GB"),
        (9_999_999_999, "9.9 GB"),
        (2_500_000_000_000, "2.5 TB"),
        (-1, "0 bytes"),
    ],
)
def test_it_works(size, words):
    assert size_in_words(size) == words
