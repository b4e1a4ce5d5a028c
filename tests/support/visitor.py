"""A page of a real browser that writes down everything that went wrong on it."""

from playwright.sync_api import BrowserContext, Page

PATIENCE_MS = 60_000
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "ko-KR",
}
TELL_CSP = """addEventListener('securitypolicyviolation',
  event => console.error('CSP', event.violatedDirective, event.blockedURI))"""
# Scrolls through the page, because photos below the window load late on purpose, and then names each image
# that is not there.
BROKEN_IMAGES = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y); await new Promise(done => setTimeout(done, 30));
  }
  const images = [...document.images];
  const late = new Promise(done => setTimeout(done, 30000));
  for (const image of images)
    if (!image.complete)
      await Promise.race([new Promise(done => { image.onload = image.onerror = done }), late]);
  scrollTo(0, 0);
  return images.filter(image => !(image.complete && image.naturalWidth > 0)).map(image => image.outerHTML);
}"""


class Visitor:
    def __init__(self, context: BrowserContext):
        self.context = context
        self.troubles: list[str] = []
        self.statuses: list[tuple[int, str]] = []
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(TELL_CSP)
        self.page: Page = context.new_page()
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("response", lambda answer: self.statuses.append((answer.status, answer.url)))

    def hear(self, message) -> None:
        # An answer of 4xx is a line in the console too; which were right is asserted on `refused`.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.troubles.append(f"{message.type}: {message.text} ({self.page.url})")

    @property
    def refused(self) -> list[tuple[int, str]]:
        return [answer for answer in self.statuses if answer[0] >= 400]

    def see_all_images(self) -> int:
        """Asserts that every image of the page was really decoded; returns how many there are."""
        broken = self.page.evaluate(BROKEN_IMAGES)
        assert not broken, (self.page.url, broken)
        return self.page.evaluate("document.images.length")

    def assert_untroubled(self) -> None:
        assert not self.troubles, self.troubles
