"""A photo's own date, and what another file tells of it."""

from datetime import UTC, datetime

import pytest

from albums.services.dating import settle

TOLD = datetime(2019, 5, 5, 3, tzinfo=UTC)
NOON = (2019, 5, 5, 12, 0, 0)


@pytest.mark.parametrize(
    ("taken", "kept"),
    [
        (None, NOON),
        ((2019, 5, 4, 13, 0, 0), (2019, 5, 4, 13, 0, 0)),
        ((2019, 5, 4, 11, 0, 0), NOON),
        ((2019, 5, 6, 11, 0, 0), (2019, 5, 6, 11, 0, 0)),
        ((2019, 5, 6, 13, 0, 0), NOON),
        ((2019,), (2019,)),
        ((2018,), NOON),
        ((2019, 5), (2019, 5)),
        ((2019, 5, 4), (2019, 5, 4)),
        ((2019, 5, 2), NOON),
    ],
)
def test_it_works(taken, kept):
    assert settle(taken, TOLD) == kept


def test_nothing_is_told():
    assert settle(NOON, None) == NOON and settle(None, None) is None
