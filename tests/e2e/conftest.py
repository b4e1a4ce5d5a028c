"""What several journeys share: a mother who comes in by her link."""

import pytest

from tests.support.visitor import Visitor


@pytest.fixture
def come_in(world, chromium):
    """`come_in(…)`: her at Home, in a browser of these properties. `world` of the test file has `url` and `link`."""
    contexts = []

    def open_link(**properties) -> Visitor:
        context = chromium.new_context(**properties)
        contexts.append(context)
        visitor = Visitor(context)
        visitor.page.goto(world.url + world.link)
        visitor.page.locator("main form button").first.click()
        visitor.page.wait_for_url(world.url + "/")
        return visitor

    yield open_link
    for context in contexts:
        context.close()
