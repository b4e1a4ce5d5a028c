"""Fixtures of the browser, as in the journeys of a site without servers.

They are not beside the tests, because pytest does not read the conftest.py of a package that is skipped as a whole.
"""

from tests.conftest import chromium  # noqa: F401 (a fixture)
