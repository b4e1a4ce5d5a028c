"""Settle when a photo was taken, if another file tells it too: the sidecar of an archive that comes in."""

from datetime import datetime, timedelta

from albums.images.dates import Parts, moment_of
from albums.models import wall_clock

# The photo's own clock wins where it is so near: the difference is a zone's.
NEAR = timedelta(hours=24)
PERIODS = {1: timedelta(days=366), 2: timedelta(days=31), 3: timedelta(days=1)}


def settle(taken: Parts | None, told: datetime | None) -> Parts | None:
    """Return the date to keep. `taken` is the photo's own, as in `Examined`; `told` a moment, which has a zone."""
    if told is None:
        return taken
    clock = wall_clock(told).replace(tzinfo=None)
    if taken:
        begin = moment_of(taken)
        if begin - NEAR <= clock <= begin + PERIODS.get(len(taken), timedelta()) + NEAR:
            return taken
    return clock.timetuple()[:6]
