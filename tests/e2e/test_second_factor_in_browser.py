"""The second step at sign-in on a telephone, in both languages: from turning it on to the last recovery code.

SCREENSHOTS (none by default): a directory for pictures of the pages.
"""

import re

import pyotp
import pytest
from playwright.sync_api import expect

from tests.e2e.test_sessions_in_browser import Owner
from tests.support.browser import PASSWORD
from tests.support.site import ONE_PROCESS
from tests.support.visitor import PHONE, Visitor

SITE = ONE_PROCESS
LANGUAGES = ["ko", "en"]


@pytest.fixture(scope="module", params=LANGUAGES)
def owner(request, site, chromium):
    return Owner(site, chromium, request.param)


@pytest.fixture(scope="module")
def turned_on(owner) -> tuple[str, list[str]]:
    """The app's secret and the recovery codes, after she has turned it on."""
    page = owner.page
    page.goto(owner.site.url + "/accounts/settings/")
    page.locator("a[href='/accounts/second-factor/']").click()
    owner.look("second-factor")
    page.fill("[name=password]", PASSWORD)
    page.locator("main .button.main").click()
    owner.look("second-factor-new")
    page.locator("details summary").click()
    secret = page.locator("p.address").inner_text().replace(" ", "")
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.locator("main .button.main").click()
    expect(page.locator(".codes li").first).to_be_visible()
    codes = page.locator(".codes li").all_inner_texts()
    owner.look("recovery-codes")
    return secret, codes


@pytest.fixture
def stranger(owner, chromium, turned_on):
    """A browser in which her password was typed, and nothing else is known."""
    locale = {"ko": "ko-KR", "en": "en-GB"}[owner.language]
    visitor = Visitor(chromium.new_context(**PHONE | {"locale": locale}, reduced_motion="reduce"))
    page = visitor.page
    page.goto(owner.site.url + "/accounts/login/?next=/family/")
    page.fill("[name=username]", owner.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main .button.main").click()
    expect(page.locator("[name=code]")).to_be_visible()
    yield page
    page.context.close()


def test_it_works(turned_on):
    _, codes = turned_on
    assert len(set(codes)) == 10 and all(
        re.fullmatch(r"([A-Z2-9]{4}-){3}[A-Z2-9]{4}", code) for code in codes
    )


def test_the_password_alone_opens_nothing(owner, stranger):
    stranger.goto(owner.site.url + "/family/")
    assert "/accounts/login/code/" in stranger.url
    stranger.fill("[name=code]", "000000")
    stranger.locator("main .button.main").click()
    expect(stranger.locator("[role=alert]")).to_be_visible()
    assert "/accounts/login/code/" in stranger.url


def test_a_recovery_code_in_place_of_the_telephone(owner, stranger, turned_on):
    _, codes = turned_on
    stranger.fill("[name=code]", codes[0].lower())
    stranger.locator("main .button.main").click()
    stranger.wait_for_url(owner.site.url + "/family/")


def test_beginning_again(owner, stranger):
    stranger.locator("form[action='/accounts/login/code/cancel/'] button").click()
    expect(stranger.locator("[name=username]")).to_be_visible()


def test_turning_it_off(owner, turned_on):
    """By a recovery code, on the page that says how many are left."""
    _, codes = turned_on
    page = owner.page
    page.goto(owner.site.url + "/accounts/second-factor/")
    owner.look("second-factor-on")
    page.fill("[name=off-code]", codes[1])
    page.locator("main .button.danger").click()
    expect(page.locator("[name=password]")).to_be_visible()
