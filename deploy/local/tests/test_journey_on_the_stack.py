"""The whole journey (tests/support/journey.py) through nginx, on the production topology."""

import os
import signal
from contextlib import contextmanager

import pytest

from deploy.local.fixtures import start
from deploy.local.members import MEMBERS
from tests.support import journey
from tests.support.photos import needs_photos

pytestmark = [needs_photos, pytest.mark.wide]


def test_it_works(stack, chromium, tmp_path):
    nginx = start(stack, "nginx", *(member.name for member in MEMBERS))

    @contextmanager
    def worker_paused():
        stack.signal("worker", signal.SIGSTOP)
        try:
            yield
        finally:
            stack.signal("worker", signal.SIGCONT)

    # The run's stack may have served others before.
    email = f"{os.urandom(4).hex()}@example.com"
    with journey.story_of(nginx.url, chromium, email=email) as story:
        journey.sign_up_and_make_an_album(story)
        journey.drop_files(story, journey.Folder(tmp_path), worker_paused)
        journey.make_a_link(story)
        journey.open_the_link(story)
        assert len(set(journey.turn_the_pages(story))) == 20
        journey.look_at_a_photo(story)
        story.mother.assert_untroubled()
        journey.close_the_link(story)
        story.daughter.assert_untroubled()
        story.mother.assert_untroubled()
