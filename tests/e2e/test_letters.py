"""A site with a mail server, where nobody has said who may come: the first family, and then those who are invited."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import PASSWORD, Person
from tests.support.postbox import Postbox
from tests.support.site import Site, wait_for
from tests.support.visitor import PHONE, Visitor

ARE_STEPS = True
EMAIL, BOSS = "jieun@example.com", "boss@example.com"


@pytest.fixture(scope="module")
def postbox():
    with Postbox() as postbox:
        yield postbox


@pytest.fixture(scope="module")
def site(postbox):
    site = Site(
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
        EMAIL_URL=postbox.url,
        SIGN_UP="",
        DEFAULT_FROM_EMAIL="album@example.com",
    )
    try:
        yield site.start()
    finally:
        site.remove()


@pytest.fixture(scope="module")
def daughter(chromium):
    visitor = Visitor(chromium.new_context(**{**PHONE, "locale": "en-GB"}))
    yield visitor
    visitor.context.close()


def link_to(postbox, email: str, words: str) -> str:
    text = wait_for(lambda: (text := postbox.text_to(email)) and words in text and text)
    return re.search(r"http://\S+", text)[0]


def test_the_first_family_begins_with_a_letter(site, postbox, daughter):
    page = daughter.page
    page.goto(site.url)
    page.get_by_role("link", name="Start a family album").click()
    page.fill("[name=email]", EMAIL)
    page.get_by_role("button", name="Send the e-mail").click()
    expect(page.get_by_role("heading", name="Look into your e-mail")).to_be_visible()
    page.goto(link_to(postbox, EMAIL, "go on with your family album"))
    page.fill("[name=family_name]", "The Kim family")
    page.fill("[name=display_name]", "Jieun")
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="The Kim family")).to_be_visible()
    assert site.query("SELECT count(*) FROM accounts_user WHERE email_verified_at IS NOT NULL") == [(1,)]
    page.goto(f"{site.url}/accounts/settings/")
    expect(page.get_by_text("not confirmed")).to_have_count(0)


def test_then_the_door_is_closed(site, daughter):
    guest = Person(site.url)
    for path in ("/", "/accounts/login/"):
        assert "/accounts/signup/" not in guest.get(path).text
    closed = guest.get("/accounts/signup/")
    assert closed.status_code == 403 and "ask the person who runs this site" in closed.text


def test_an_invitation_opens_it(site, postbox, daughter):
    page = daughter.page
    page.goto(f"{site.url}/family/")
    page.get_by_role("button", name="Invite").click()
    address = page.locator("#address").inner_text().strip()
    brother = Person(site.url)
    sent = brother.post(address, {"email": "minsu@example.com"})
    assert sent.url.endswith("/accounts/signup/sent/")
    link = link_to(postbox, "minsu@example.com", "go on with your family album")
    rest = {"display_name": "Minsu", "password1": PASSWORD, "password2": PASSWORD}
    assert "The Kim family" in brother.post(link, rest).text


def test_an_e_mail_with_an_account_gets_another_letter_and_the_same_page(site, postbox, daughter):
    site.manage("createsuperuser", "--noinput", "--email", BOSS, "--display_name", "Boss")
    page = daughter.page
    page.goto(f"{site.url}/family/")
    page.get_by_role("button", name="Invite").click()
    address = page.locator("#address").inner_text().strip()
    pages = [Person(site.url).post(address, {"email": email}) for email in (BOSS, "nobody@example.com")]
    assert pages[0].url == pages[1].url and pages[0].text == pages[1].text
    assert link_to(postbox, BOSS, "It has an account already").endswith("/accounts/login/")


def test_no_letter_and_no_link_is_in_the_log(site, postbox):
    log = site.log.read_text()
    tokens = re.findall(r"/accounts/signup/([^/\s]{20,})/", "".join(map(str, postbox.letters)))
    assert not [token for token in tokens if token in log]
