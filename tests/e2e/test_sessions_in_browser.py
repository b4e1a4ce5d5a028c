"""An owner on her telephone, in both languages: where she is signed in, and being asked before deleting for good.

SCREENSHOTS (none by default): a directory for pictures of the pages.
"""

import os
import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.test_accessibility import AXE, RULES, RUN_AXE, measure
from tests.support.browser import PASSWORD, Person
from tests.support.contrast import too_faint
from tests.support.photos import draw
from tests.support.site import ONE_PROCESS, wait_for
from tests.support.visitor import PHONE, Visitor

SITE = ONE_PROCESS
expect.set_options(timeout=60_000)
WORDS = {
    "ko": {
        "delete": "완전히 지우기",
        "go on": "계속하기",
        "again": "단추를 한 번 더",
        "others": "다른 기기에서 모두 로그아웃하기",
        "done": "다른 기기에서 모두 로그아웃했어요.",
        "this": "지금 이 기기",
        "wrong": "비밀번호가 맞지 않아요.",
        "gone": "완전히 지웠어요",
    },
    "en": {
        "delete": "Delete for good",
        "go on": "Go on",
        "again": "press the button once more",
        "others": "Sign out everywhere else",
        "done": "You are signed out everywhere else.",
        "this": "this device",
        "wrong": "This is not your password.",
        "gone": "deleted for good",
    },
}
LATER = """
from django.contrib.sessions.models import Session
from picup.db.sessions import SessionStore
for row in Session.objects.all():
    data = SessionStore().decode(row.session_data)
    data["password_at"] = data.get("password_at", 0) - 3600
    row.session_data = SessionStore().encode(data)
    row.save()
"""


class Owner:
    """With a family of her own, on a telephone and, by plain HTTP, on another device."""

    def __init__(self, site, chromium, language: str):
        self.site, self.language, self.words = site, language, WORDS[language]
        self.email = email = f"{uuid.uuid4().hex[:8]}@example.com"
        self.computer = Person(site.url, language)
        self.computer.session.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
        self.computer.sign_up(email, family="김씨네", name="Jieun")
        locale = {"ko": "ko-KR", "en": "en-GB"}[language]
        self.phone = Visitor(chromium.new_context(**PHONE | {"locale": locale}, reduced_motion="reduce"))
        self.page = self.phone.page
        self.page.goto(site.url + "/accounts/login/")
        self.page.fill("[name=username]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.locator("main button").click()
        self.page.wait_for_url(site.url + "/")

    def look(self, name: str) -> None:
        """Assert what is asked of every page at this width; take its picture where one is wanted."""
        # The page before may have gone, and this one have nothing yet.
        self.page.wait_for_selector("main")
        self.page.wait_for_load_state()
        if directory := os.environ.get("SCREENSHOTS"):
            path = Path(directory) / f"{name}-{self.language}.png"
            self.page.screenshot(path=path, full_page=True)
        measured = measure(self.page, viewer=False, language=self.language)
        assert measured["problems"] + too_faint(self.page, measured["places"]) == [], name
        self.page.evaluate(AXE)
        assert self.page.evaluate(RUN_AXE, RULES) == [], name


@pytest.fixture(params=["ko", "en"])
def owner(request, site, chromium):
    owner = Owner(site, chromium, request.param)
    yield owner
    owner.phone.assert_untroubled()
    owner.phone.context.close()


@pytest.mark.wide
def test_where_she_is_signed_in(owner):
    page, words = owner.page, owner.words
    page.goto(owner.site.url + "/accounts/settings/")
    page.locator("a[href='/accounts/sessions/']").click()
    expect(page.locator(".list .row")).to_have_count(2)
    expect(page.locator(".list .row").first).to_contain_text(words["this"])
    owner.look("sessions")
    page.get_by_role("button", name=words["others"]).click()
    expect(page.get_by_role("status")).to_have_text(words["done"])
    expect(page.locator(".list .row")).to_have_count(1)
    assert "/accounts/login/" in owner.computer.get("/family/").url


def test_asking_again(owner):
    page, words = owner.page, owner.words
    album = owner.computer.new_album("Summer")
    (result,) = owner.computer.upload(album, ("a.jpg", draw(1, 320, 240))).json()["results"]
    wait_for(lambda: not owner.site.query("SELECT 1 FROM albums_picture WHERE state <> 'ready'"))
    owner.computer.post(f"{album}pictures/{result['picture']}/trash/", form=f"{album}add/")
    owner.site.manage("shell", "-c", LATER)
    page.goto(owner.site.url + "/trash/")
    page.get_by_role("button", name=words["delete"], exact=True).click()
    page.wait_for_url(re.compile("/accounts/password/again/"))
    owner.look("password_again")
    page.fill("[name=password]", "wrong")
    page.get_by_role("button", name=words["go on"]).click()
    expect(page.get_by_role("alert")).to_contain_text(words["wrong"])
    owner.look("password_again-wrong")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name=words["go on"]).click()
    page.wait_for_url(owner.site.url + "/trash/")
    expect(page.get_by_role("status")).to_contain_text(words["again"])
    owner.look("trash")
    page.get_by_role("button", name=words["delete"], exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(words["gone"])
    assert owner.phone.refused == [(422, owner.site.url + "/accounts/password/again/")]
    page.goto(owner.site.url + "/family/")
    page.locator("a[href='/family/journal/']").click()
    expect(page.locator(".list .row").first).to_contain_text("Summer")
    owner.look("journal")
