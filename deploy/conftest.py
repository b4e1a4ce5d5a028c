"""The same browser as in the journeys of a site without servers.

Not beside the tests: where their package skips as a whole, a conftest.py in it could not be read.
"""

from tests.conftest import chromium  # noqa: F401 (a fixture)
