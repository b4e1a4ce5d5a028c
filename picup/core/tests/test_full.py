import errno

import pytest
from django.db import OperationalError

from picup.core.full import is_full


class FullServer(Exception):
    is_full = True


def caused(outer: Exception, cause: Exception) -> Exception:
    outer.__cause__ = cause
    return outer


@pytest.mark.parametrize("error", [
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
    OperationalError("database or disk is full"),
    OperationalError(1021, "Disk full"),
    OperationalError(1114, "The table is full"),
    caused(ValueError("storage"), OSError(errno.ENOSPC, "No space left on device")),
    caused(ValueError("both"), ExceptionGroup("copies", [TimeoutError(), OSError(errno.ENOSPC, "No space left")])),
    FullServer("507"),
], ids=repr)  # fmt: skip
def test_it_works(error):
    assert is_full(error)


@pytest.mark.parametrize(
    "error",
    [OSError(errno.EIO, "I/O error"), OperationalError("database is locked"), OperationalError(), None],
    ids=repr,
)
def test_anything_else(error):
    assert not is_full(error)
