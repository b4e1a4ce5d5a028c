"""`python -m docs.screenshots`: the README's pictures, made by a whole site in a real browser.

With the real photographs of ../shared/photos where they are, else with those of `manage.py demo`.
"""

import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from albums.demo.family import picture
from docs.editions import take_strips
from tests.support.browser import Person
from tests.support.site import REPOSITORY, Site, wait_for

PHOTOS = REPOSITORY.parent / "shared" / "photos"
IMAGES = Path(__file__).parent / "images"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
# Asked by `evaluate`: `wait_for_function` would run a string in the page, which its security policy refuses.
LOADED = "[...document.images].every(one => one.loading === 'lazy' || one.complete && one.naturalWidth)"
UPLOADED = "!document.querySelector('.upload-row:not(.added, .duplicate, .rejected)')"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0 Mobile Safari/537.36"
)
OWNER = "jieun@example.com"
# title, description, and each photo with its caption
ALBUMS = [
    (
        "민수의 하루",
        "우리 집 막내가 보내 온 사진들.",
        [
            ("phone/cat-on-chair.jpg", "의자는 이제 나비 차지예요"),
            ("phone/japanese-shop.jpg", "골목에서 만난 작은 가게"),
            ("phone/craft-beer.jpg", "퇴근하고 한 잔"),
            ("orientation/portrait_6.jpg", "다리 위에서"),
            ("orientation/landscape_1.jpg", "주말 나들이"),
        ],
    ),
    (
        "산과 들",
        "아빠와 다닌 길.",
        [
            ("album/el_torcal_rocks.jpg", "층층이 쌓인 바위"),
            ("album/tanners_ridge.jpg", "능선 너머로 본 산"),
            ("album/mongolia-dunes.jpg", "몽골의 모래 언덕"),
            ("album/silver_fir.jpg", "전나무 숲"),
            ("formats/denali.webp", "눈 덮인 데날리"),
            ("album/prairie_falcon.jpg", "하늘에서 내려온 매"),
        ],
    ),
    (
        "엄마의 꽃밭",
        "봄부터 가을까지, 엄마가 가꾼 꽃들.",
        [
            ("album/wood_anemones.jpg", "숲에 먼저 핀 바람꽃"),
            ("album/cyclamen_persicum.jpg", "창가의 시클라멘"),
            ("phone/book-beside-flowers.jpg", "꽃 옆에서 책 한 권"),
            ("album/orychophragmus_violaceus.jpg", "담장 아래 보라유채"),
            ("album/polemonium_reptans.jpg", "해마다 돌아오는 꽃고비"),
            ("album/notocactus_minimus.jpg", "작은 선인장에도 꽃이"),
        ],
    ),
]


def main() -> int:
    chromium = shutil.which("chromium")
    if not chromium:
        print("Chromium is not installed (Debian: chromium fonts-noto-cjk).")
        return 1
    IMAGES.mkdir(exist_ok=True)
    site = Site().start()
    try:
        owner, link = fill_with_photos(site) if PHOTOS.is_dir() else fill_with_drawings(site)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium,
                args=["--no-sandbox", "--disable-dev-shm-usage", "--lang=ko"],
                env={**os.environ, "LANGUAGE": "ko"},  # of the browser's own words
            )
            devices = [
                Photographer(site, browser, device, screen, owner, link)
                for device, screen in (("phone", PHONE), ("desktop", DESKTOP))
            ]
            for device in devices:
                device.take_all()
            take_strips(browser, site.url, link, devices[0].albums()[1])
            for device in devices:
                device.take_uploader()
            browser.close()
    finally:
        site.remove()
    size = sum(path.stat().st_size for path in IMAGES.iterdir())
    print(f"{len(list(IMAGES.iterdir()))} pictures, {size / 1e6:.1f} MB")
    return 0


def fill_with_photos(site: Site) -> tuple[Person, str]:
    owner = Person(site.url, "ko").sign_up(OWNER, family="하은이네", name="지은")
    for title, description, photos in ALBUMS:
        answer = owner.post("/albums/new/", {"title": title, "description": description})
        album = re.search(r"/albums/[0-9a-f]{20}/", answer.url).group(0)
        for path, caption in photos:
            sent = owner.upload(album, (Path(path).name, (PHOTOS / path).read_bytes()), caption=caption)
            assert sent.status_code == 200, sent.text
    wait_for(lambda: not site.query("SELECT 1 FROM albums_picture WHERE state = 'waiting'"), 180)
    return owner, make_link(owner, "엄마")


def fill_with_drawings(site: Site) -> tuple[Person, str]:
    printed = site.manage("demo")
    password = re.search(r"Password\s+(\S+)", printed).group(1)
    owner = Person(site.url, "ko")
    owner.post("/accounts/login/", {"username": OWNER, "password": password})
    return owner, re.search(r"/open/\S+/", printed).group(0)


def make_link(owner: Person, name: str) -> str:
    fields = {"name": name, "language": "ko", "help_phone": "010-1234-5678"}
    return re.search(r"/open/[\w-]+/", owner.post("/family/links/new/", fields).text).group(0)


class Photographer:
    """Takes every picture on one device."""

    def __init__(self, site: Site, browser: Browser, device: str, screen: dict, owner: Person, link: str):
        self.site, self.browser, self.device, self.screen = site, browser, device, screen
        self.owner, self.link = owner, link
        self.album = self.albums()[0]

    def albums(self) -> list[str]:
        return re.findall(r'href="(/albums/[0-9a-f]{20}/)"', self.owner.get("/").text)

    def take_all(self) -> None:
        with self.context("ko") as context:
            self.take(context, "welcome", "/")
            page = self.open_link(context)
            page.click("main button")
            page.wait_for_load_state()
            # A worker tells her what is new.
            wait_for(lambda: page.reload() and page.locator(".book").count())
            self.take_looking(context, "")
        if self.device == "phone":
            with self.signed_in("en") as context:
                self.take_looking(context, "-en")
        with self.signed_in("ko") as context:
            self.take(context, "people", "/family/")
            self.take(context, "link", "/family/links/new/", self.make_link)

    def open_link(self, context: BrowserContext) -> Page:
        if self.device == "phone":
            return self.take(context, "open", self.link)
        page = context.new_page()
        page.goto(self.site.url + self.link)
        return page

    def take_uploader(self) -> None:
        """Last: it changes the shelf."""
        with self.signed_in("ko") as context:
            self.take(context, "uploader", self.owner.new_album("가을 산책") + "add/", self.upload)

    def take_looking(self, context: BrowserContext, suffix: str) -> None:
        self.take(context, f"shelf{suffix}", "/")
        # Behind the leaf with its title.
        page = context.new_page()
        page.goto(self.site.url + self.album)
        first = self.album + page.locator(".turn [rel=next]").get_attribute("href")
        page = self.take(context, f"album{suffix}", first)
        self.take(context, f"photo{suffix}", page.locator("a.mount").first.get_attribute("href"))

    def context(self, language: str) -> BrowserContext:
        return self.browser.new_context(
            viewport=self.screen,
            device_scale_factor=2 if self.device == "phone" else 1,
            is_mobile=self.device == "phone",
            has_touch=self.device == "phone",
            locale=language,
            user_agent=ANDROID if self.device == "phone" else None,
        )

    def signed_in(self, language: str) -> BrowserContext:
        context = self.context(language)
        cookies = [
            {"name": one.name, "value": one.value, "url": self.site.url} for one in self.owner.session.cookies
        ]
        context.add_cookies(cookies)
        return context

    def take(
        self, context: BrowserContext, name: str, path: str, prepare: Callable[[Page], None] | None = None
    ) -> Page:
        page = context.new_page()
        page.goto(self.site.url + path)
        if prepare:
            prepare(page)
        wait_for(lambda: page.evaluate(LOADED))
        page.wait_for_timeout(400)
        with Image.open(io.BytesIO(page.screenshot())) as picture:
            picture.convert("RGB").save(IMAGES / f"{name}-{self.device}.webp", quality=82, method=6)
        print(f"{name}-{self.device}")
        return page

    def make_link(self, page: Page) -> None:
        page.fill("[name=name]", "아빠" if self.device == "phone" else "할머니")
        page.fill("[name=help_phone]", "010-1234-5678")
        page.click("main form button")
        page.wait_for_load_state()
        page.evaluate("document.querySelector('.qr').scrollIntoView({block: 'start'})")

    def upload(self, page: Page) -> None:
        """Two that are new, one of them twice, one that is no photo. All four are in the picture."""
        photos = [file("IMG_2041.jpg", 1), file("IMG_2042.jpg", 3)]
        for files in (photos, [file("IMG_2041 (1).jpg", 1), NOTE]):
            page.set_input_files("#files", files=files)
            wait_for(lambda: page.evaluate(UPLOADED))
        page.evaluate("document.getElementById('overall').scrollIntoView({block: 'start'})")


NOTE = {"name": "장보기 목록.txt", "mimeType": "text/plain", "buffer": "두부, 대파, 귤".encode()}


def file(name: str, number: int) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture(f"chuseok-{number}.jpg")}


if __name__ == "__main__":
    sys.exit(main())
