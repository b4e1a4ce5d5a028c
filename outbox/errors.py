"""Errors as text that is written on rows."""

import traceback

MOST_TEXT = 2000
MOST_TRACEBACK = 20_000


def describe(error: Exception) -> str:
    """Return the error's class and text, up to MOST_TEXT characters, without NUL, which some databases refuse."""
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:MOST_TEXT]


def trace(error: Exception) -> str:
    """Return the end of the traceback, where the cause is, up to MOST_TRACEBACK characters."""
    return "".join(traceback.format_exception(error)).replace("\x00", "")[-MOST_TRACEBACK:]
