"""What became of uploads."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from prometheus_client import Counter

from albums.refusals import STATUS

if TYPE_CHECKING:
    from albums.adding import Added

P = ParamSpec("P")
UPLOADS = Counter("picup_uploads", "Uploaded files by what became of them.", ["result", "reason"])


def counted(add_picture: "Callable[P, Added]") -> "Callable[P, Added]":
    """Counts each `Added` that the function returns. The reason is a code of refusals.py, or empty."""

    @wraps(add_picture)
    def count(*args: P.args, **kwargs: P.kwargs) -> "Added":
        added = add_picture(*args, **kwargs)
        UPLOADS.labels(added.status, added.reason if added.reason in STATUS else "").inc()
        return added

    return count
