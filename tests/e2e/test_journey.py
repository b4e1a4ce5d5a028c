"""The whole journey (tests/support/journey.py) on a site as a family runs it, and what it leaves in its storages.

The tests are steps and run in order; each goes on from what the one before it left.
"""

import hashlib
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.support import journey
from tests.support.photos import needs_photos
from tests.support.site import wait_for
from tests.support.visitor import PHONE, Visitor

pytestmark = needs_photos
ARE_STEPS = True


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return journey.Folder(tmp_path_factory.mktemp("folder"))


@pytest.fixture(scope="module")
def story(site, chromium):
    with journey.story_of(site.url, chromium) as story:
        yield story


def test_daughter_signs_up_and_makes_an_album(story):
    journey.sign_up_and_make_an_album(story)


def test_daughter_drops_her_files(site, story, files):
    @contextmanager
    def worker_paused():
        site.freeze_worker()
        try:
            yield
        finally:
            site.thaw_worker()

    journey.drop_files(story, files, worker_paused)
    wait_for(lambda: not site.query("SELECT 1 FROM albums_picture WHERE state <> 'ready'"), 180)


def test_every_original_is_in_both_storages(site, files):
    sent = sorted(path.read_bytes() for path in files.photos)
    for storage in ("main", "backup"):
        stored = site.stored(storage)
        keys = site.query(
            "SELECT f.key, f.sha256 FROM storage_storedfile f JOIN albums_picture p ON p.file_id = f.id"
        )
        assert len(keys) == 20
        assert sorted(stored[key] for key, _ in keys) == sent
        for key, sha256 in keys:
            assert hashlib.sha256(stored[key]).hexdigest() == sha256
    assert site.query("SELECT used_bytes FROM storage_usage") == [(sum(map(len, sent)),)]


def test_daughter_makes_a_link_for_her_mother(story):
    journey.make_a_link(story)


def test_looking_at_the_link_does_nothing(site, story):
    def signed_in():
        tables = ("accounts_device", "django_session")
        return [site.query(f"SELECT count(*) FROM {table}") for table in tables]

    before = signed_in()
    for _ in range(2):
        story.mother.page.goto(story.address)
    assert signed_in() == before


def test_mother_opens_her_link(story):
    journey.open_the_link(story)


def test_mother_turns_the_pages(site, story):
    seen = journey.turn_the_pages(story)
    rows = site.query("SELECT public_id FROM albums_picture ORDER BY order_time, id")
    assert seen == [row for (row,) in rows]


def test_mother_looks_at_a_photo(story):
    journey.look_at_a_photo(story)


def test_mother_can_call_her_daughter_from_every_page(site, story):
    page = story.mother.page
    photo = site.query("SELECT public_id FROM albums_picture")[0][0]
    for address in ("/", story.album, f"{story.album}pictures/{photo}/", "/text-size/"):
        page.goto(site.url + address)
        call = page.locator(".bar a[href^='tel:']")
        assert call.get_attribute("href") == "tel:01012345678"
        assert "Jieun" in call.text_content()


def test_mother_is_still_signed_in_tomorrow(site, story):
    kept = story.mother.context.storage_state()
    story.mother.assert_untroubled()
    story.mother.context.close()
    story.mother = Visitor(story.chromium.new_context(**PHONE, storage_state=kept))
    story.mother.page.goto(site.url + "/")
    expect(story.mother.page.locator("a.album")).to_have_count(1)


def test_daughter_closes_the_link(story):
    journey.close_the_link(story)


def test_nothing_went_wrong_in_either_browser(story):
    story.daughter.assert_untroubled()
    story.mother.assert_untroubled()
