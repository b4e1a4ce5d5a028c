"""Leaving in a real browser on a whole site, with a phone-sized screen and in both languages; then nothing is left in
any file of the site."""

import zipfile

import pytest
from playwright.sync_api import expect

from tests.support.photos import draw
from tests.support.site import wait_for

PASSWORD = "a long walk in spring"
PHONE = {"width": 390, "height": 844}
MAKE = f"""
from accounts.services.registration import accept_invitation, invite, sign_up
from albums.services.albums import create_album
owner = sign_up(caller="", email="jieun@example.com", password="{PASSWORD}", display_name="Jieun", family_name="Kim")
link = invite(by=owner).invitation
person = accept_invitation(invitation=link, email="minsu.saebyeok@example.com", password="{PASSWORD}",
                           display_name="Minsu Saebyeok")
print(create_album(person=person, title="Walks by the river", description="").public_id)
"""
SAY = {
    "en-US": {
        "leave": "Leave the family album",
        "waits": "You leave the family album on",
        "stay": "Stay in the family album",
        "wrong": "This is not your password. Please look at it and try again.",
    },
    "ko-KR": {
        "leave": "가족 앨범 떠나기",
        "waits": "가족 앨범을 떠나요",
        "stay": "가족 앨범에 남기",
        "wrong": "비밀번호가 맞지 않아요. 살펴보고 다시 해 보세요.",
    },
}


@pytest.fixture(scope="module")
def album(site):
    return site.manage("shell", "-c", MAKE).split()[-1]


def sign_in(chromium, site, locale: str):
    page = chromium.new_context(viewport=PHONE, locale=locale).new_page()
    page.goto(f"{site.url}/accounts/login/")
    page.fill("[name=username]", "minsu.saebyeok@example.com")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    return page


@pytest.mark.parametrize("locale", SAY)
def test_it_works(chromium, site, album, locale):
    """Found in the settings, decided with a password, seen on the shelf, and taken back by one button."""
    page, say = sign_in(chromium, site, locale), SAY[locale]
    page.goto(f"{site.url}/accounts/settings/")
    page.get_by_role("link", name=say["leave"]).click()
    page.wait_for_url("**/family/leave/")
    page.wait_for_selector("main")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no scrolling sideways"
    page.fill("[name=password]", "wrong")
    page.get_by_role("button", name=say["leave"]).click()
    expect(page.get_by_text(say["wrong"])).to_be_visible()
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name=say["leave"]).click()
    expect(page.get_by_text(say["waits"])).to_be_visible()
    page.goto(site.url)
    expect(page.get_by_text(say["waits"])).to_be_visible()
    page.locator(".note a").click()
    page.get_by_role("button", name=say["stay"]).click()
    expect(page.get_by_text(say["waits"])).to_have_count(0)
    page.context.close()


def files_with(site, texts: list[bytes]) -> list[str]:
    """The site's files in which one of `texts` stands, but for its log."""
    found = []
    for path in site.directory.rglob("*"):
        if path.is_file() and path != site.log:
            content = path.read_bytes()
            found += [f"{path.relative_to(site.directory)}: {text!r}" for text in texts if text in content]
    return found


@pytest.mark.long
def test_at_once_with_the_photos(chromium, site, album):
    """The zip first. When all is erased, no file of the site has the person's id, e-mail or a checksum any more: not
    even SQLite's own, with its free pages."""
    page = sign_in(chromium, site, "en-US")
    photos = [draw(seed) for seed in (1, 2)]
    page.goto(f"{site.url}/albums/{album}/add/")
    files = [
        {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": photo} for n, photo in enumerate(photos)
    ]
    page.set_input_files("input[type=file]", files)
    wait_for(lambda: site.query("SELECT COUNT(*) FROM albums_picture WHERE state = 'ready'")[0][0] == 2)
    page.goto(f"{site.url}/family/leave/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save my photos").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert sorted(archive.read(name) for name in archive.namelist()) == sorted(photos)
    person = site.query("SELECT public_id FROM accounts_user WHERE email LIKE 'minsu%'")[0][0]
    sums = [row[0] for row in site.query("SELECT sha256 FROM storage_storedfile")]
    texts = [text.encode() for text in (person, "minsu.saebyeok@example.com", album, *sums)]
    assert len(files_with(site, texts)) > 4
    page.check("input[value=go]")
    page.check("input[value=now]")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Leave the family album").click()
    expect(page.get_by_role("heading", name="It is being erased")).to_be_visible()
    wait_for(lambda: site.query("SELECT 1 FROM accounts_leaving WHERE finished_at IS NOT NULL"), 300)
    page.reload()
    expect(page.get_by_role("heading", name="Everything is erased")).to_be_visible()
    site.stop()
    site.query("PRAGMA wal_checkpoint(TRUNCATE)")
    assert files_with(site, texts) == []
    assert "Saebyeok" not in site.log.read_text(), "logs have ids, and no names"
