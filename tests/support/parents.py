"""A daughter who has albums, and the mothers who look at them, each in a browser of her own."""

import re
import sqlite3
from contextlib import closing

from tests.support.browser import Person
from tests.support.photos import draw
from tests.support.site import Site, wait_for
from tests.support.visitor import Visitor


class Parents:
    """`daughter`, who fills albums, and `come_in`, by which a mother opens her link."""

    def __init__(self, site: Site):
        self.site = site
        self.daughter = Person(site.url).sign_up("jieun@example.com", family="김씨네")

    def make_link(self, name: str = "엄마") -> str:
        fields = {"name": name, "language": "ko", "help_phone": "010-1234-5678"}
        answer = self.daughter.post("/family/links/new/", fields)
        return re.search(r"/open/[\w-]+/", answer.text).group(0)

    def add(self, album: str, photos: list[bytes], *, begin: int = 0) -> list[str]:
        """Adds photos without a date, which stand in the order of their names; returns their ids."""
        files = [(f"{begin + at:04}.jpg", photo) for at, photo in enumerate(photos)]
        answer = self.daughter.upload(album, *files)
        return [result["picture"] for result in answer.json()["results"]]

    def new_album(self, title: str, count: int, *, seed: int = 0) -> str:
        album = self.daughter.new_album(title)
        self.add(album, [draw(seed + at, 400, 300) for at in range(count)])
        return album

    def wait_until_developed(self) -> None:
        wait_for(lambda: not self.site.query("SELECT 1 FROM albums_picture WHERE state <> 'ready'"), 180)

    def forget_looks(self) -> None:
        """Makes every photo new to everybody again."""
        with (
            closing(sqlite3.connect(self.site.directory / "picup.sqlite3", timeout=30)) as database,
            database,
        ):
            database.execute("UPDATE albums_look SET seen_at = NULL")

    def come_in(self, chromium, link: str, *, script: str = "", **properties) -> Visitor:
        context = chromium.new_context(reduced_motion="reduce", **properties)
        if script:
            context.add_init_script(script)
        visitor = Visitor(context)
        visitor.page.goto(self.site.url + link)
        visitor.page.locator("main button").click()
        visitor.page.wait_for_url(self.site.url + "/")
        return visitor
