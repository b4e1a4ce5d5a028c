import pytest

from picup.encryption.stages import Stage


@pytest.fixture
def old_site(bound_site):
    """A site that was updated from a release that bound values to their columns, and whose operator did nothing yet."""
    bound_site.stage, bound_site.refuses_plain_text = Stage.OLD, False
    return bound_site
