"""The same site without JavaScript: a daughter fills an album, her mother looks. Nothing is missing.

The tests are steps and run in order; each goes on from what the one before it left.
"""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.support.photos import draw
from tests.support.site import wait_for
from tests.support.visitor import PHONE, Visitor

ARE_STEPS = True
expect.set_options(timeout=60_000)
DECODE = "image => image.decode().then(() => image.naturalWidth)"
PASSWORD = "a long walk in spring"


@pytest.fixture(scope="module")
def story(chromium):
    off = {"java_script_enabled": False}
    story = SimpleNamespace(
        daughter=Visitor(
            chromium.new_context(**off, viewport={"width": 1180, "height": 820}, locale="en-GB")
        ),
        mother=Visitor(chromium.new_context(**off, **PHONE)),
    )
    yield story
    story.daughter.context.close()
    story.mother.context.close()


def test_sign_up_and_make_an_album(site, story):
    page = story.daughter.page
    page.goto(site.url + "/accounts/signup/")
    page.fill("[name=family_name]", "The Kim family")
    page.fill("[name=display_name]", "Jieun")
    page.fill("[name=email]", "jieun@example.com")
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="Make an album").first.click()
    page.fill("[name=title]", "Summer")
    page.get_by_role("button", name="Make the album").click()
    page.wait_for_url(re.compile(r"/albums/[0-9a-f]{20}/"))
    story.album = re.search(r"/albums/[0-9a-f]{20}/", page.url).group(0)


def test_upload_by_the_plain_form(site, story, tmp_path):
    page = story.daughter.page
    page.goto(site.url + story.album + "add/")
    paths = []
    for number in range(6):
        paths.append(tmp_path / f"hill {number}.jpg")
        paths[-1].write_bytes(draw(number, 640, 480))
    paths.append(tmp_path / "letter.jpg")
    paths[-1].write_text("Dear mother")
    page.fill("[name=caption]", "By the hills")
    page.set_input_files("#files", paths)
    assert page.locator(".scripted").is_hidden()
    page.get_by_role("button", name="Add these photos").click()
    expect(page.locator("#rows > .added")).to_have_count(6)
    expect(page.locator("#rows > .rejected")).to_have_count(1)
    expect(page.locator("#rows > .rejected .name")).to_have_text("letter.jpg")
    assert len(page.locator("#rows > .rejected .what").inner_text()) > 15
    wait_for(lambda: site.query("SELECT count(*) FROM albums_picture WHERE state = 'ready'") == [(6,)], 120)


def test_upload_of_nothing_says_so(site, story):
    page = story.daughter.page
    page.goto(site.url + story.album + "add/")
    page.get_by_role("button", name="Add these photos").click()
    expect(page.get_by_role("alert")).to_have_text("Choose at least one photo.")


def test_daughter_makes_a_link(site, story):
    page = story.daughter.page
    page.goto(site.url + "/family/links/new/")
    page.fill("[name=name]", "엄마")
    page.select_option("[name=language]", "ko")
    page.fill("[name=help_phone]", "010-1234-5678")
    page.get_by_role("button", name="Make the link").click()
    story.address = page.locator("#address").inner_text().strip()
    assert story.address in page.locator("section.qr").inner_text()


def test_mother_looks_turns_and_opens_a_photo(site, story):
    page = story.mother.page
    page.goto(story.address)
    page.locator("main button").tap()
    page.wait_for_url(site.url + "/")
    page.locator("a.album").tap()
    page.wait_for_url(site.url + story.album)
    expect(page.locator("a.mount")).to_have_count(1)
    page.locator(".turn [rel=next]").tap()
    page.wait_for_url("**/?after=*")
    expect(page.locator("a.mount")).to_have_count(1)
    page.locator(".turn [rel=prev]").tap()
    page.wait_for_url("**/?before=*")
    page.locator("a.mount").first.tap()
    page.wait_for_url("**/pictures/*/?n=1")
    assert page.locator(".photo img").evaluate(DECODE) > 0
    page.locator(".turn [rel=next]").tap()
    page.wait_for_url("**/pictures/*/?n=2")
    page.locator(".bar a").nth(1).tap()
    page.wait_for_url("**/?after=*")
    page.locator(".bar a").nth(1).tap()
    page.wait_for_url("**/overview/")
    expect(page.locator("a.mount")).to_have_count(6)
    page.locator(".bar a").first.tap()
    page.wait_for_url(site.url + "/")


def test_mother_chooses_larger_letters(site, story):
    page = story.mother.page
    page.locator(".bar a[href='/text-size/']").tap()
    page.wait_for_url("**/text-size/")
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.locator("button[value='5']").tap()
    expect(page.locator("html")).to_have_class("step-5")
    expect(page.locator("button[value='5']")).to_have_attribute("aria-pressed", "true")
    assert (before, page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) == (22, 36)
    page.goto(site.url + story.album)
    expect(page.locator("html")).to_have_class("step-5")


def test_daughter_takes_a_photo_away_and_brings_it_back(site, story):
    page = story.daughter.page
    page.goto(site.url + story.album)
    page.locator("a.mount").first.click()
    address = page.url.partition("?")[0]
    trash_photo(page)
    assert site.query("SELECT count(*) FROM albums_picture WHERE trashed_at IS NULL") == [(5,)]
    assert page.url != address and "/pictures/" in page.url, "the photo beside it"
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(address)
    assert site.query("SELECT count(*) FROM albums_picture WHERE trashed_at IS NULL") == [(6,)]
    trash_photo(page)
    page.goto(site.url + "/")
    page.locator(".tools summary").click()
    page.get_by_role("link", name="Trash").click()
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("status")).to_contain_text("back")
    assert site.query("SELECT count(*) FROM albums_picture WHERE trashed_at IS NULL") == [(6,)]


def trash_photo(page):
    page.locator(".tools summary").click()
    page.locator("form[action$='/trash/'] button").click()
    expect(page.get_by_role("status")).to_contain_text("in the trash")


def test_nothing_went_wrong_in_either_browser(site, story):
    story.daughter.assert_untroubled()
    story.mother.assert_untroubled()
    # The letter, which is no photo; and the form without a file.
    assert {url.removeprefix(site.url) for _, url in story.daughter.refused} == {story.album + "add/"}
    assert story.mother.refused == []
