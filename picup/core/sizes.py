"""Sizes in words, in decimal units.

Limits, phones and shops count so: 10 GB is 10,000,000,000 bytes. Django's filesizeformat would call that 9.3 GB.
"""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

UNITS = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def size_in_words(size: int) -> str:
    """Return `size` bytes with at most one decimal, such as "6.2 MB" or "10 GB"."""
    for factor, unit in UNITS:
        if size >= factor:
            tenths = size * 10 // factor
            return f"{number_format(tenths / 10, 1 if tenths % 10 else 0)} {unit}"
    return _("%(number)s bytes") % {"number": number_format(max(0, size))}
