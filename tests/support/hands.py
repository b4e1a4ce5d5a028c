"""Hands on a page: fingers and mice that press, tremble and slide, through the browser's own input."""

import time

from playwright.sync_api import Page

# Of a trembling hand: what comes sooner belongs to the press before (static/turn.js).
STEADY_MS = 600
# A page turns no leaf before this (static/turn.js), and a press that was not ignored would have begun to turn by then.
RESTED_MS = STEADY_MS + 150
# When each press really came. Kept through the pages of a tab.
NOTE_PRESSES = """addEventListener('pointerdown', event => {
  const noted = JSON.parse(sessionStorage.getItem('presses') || '[]');
  noted.push(performance.timeOrigin + event.timeStamp);
  sessionStorage.setItem('presses', JSON.stringify(noted));
}, true)"""


class Hand:
    """A finger, or else a mouse, on a page whose context has the init script NOTE_PRESSES."""

    def __init__(self, page: Page, *, is_finger: bool):
        self.page = page
        self.is_finger = is_finger
        self.session = page.context.new_cdp_session(page)

    def down(self, x: float, y: float) -> None:
        self.send("touchStart", "mousePressed", x, y)

    def move(self, x: float, y: float) -> None:
        self.send("touchMove", "mouseMoved", x, y)

    def up(self, x: float, y: float) -> None:
        self.send("touchEnd", "mouseReleased", x, y)

    def send(self, of_finger: str, of_mouse: str, x: float, y: float) -> None:
        if self.is_finger:
            points = [] if of_finger == "touchEnd" else [{"x": x, "y": y}]
            self.session.send("Input.dispatchTouchEvent", {"type": of_finger, "touchPoints": points})
            return
        event = {"type": of_mouse, "x": x, "y": y, "button": "left", "clickCount": 1}
        self.session.send("Input.dispatchMouseEvent", event | {"buttons": int(of_mouse != "mouseReleased")})

    def press(self, selector: str) -> None:
        x, y = middle(self.page, selector)
        self.down(x, y)
        self.up(x, y)

    def press_twice(self, selector: str, gap_ms: int) -> None:
        x, y = middle(self.page, selector)
        self.page.evaluate("sessionStorage.removeItem('presses')")
        begun = time.monotonic()
        self.down(x, y)
        self.up(x, y)
        time.sleep(max(0, gap_ms / 1000 - (time.monotonic() - begun)))
        self.down(x, y)
        self.up(x, y)

    def real_gap(self) -> float:
        """Returns the last gap in milliseconds as the pages had it; infinite if only one press came to a page."""
        noted = self.page.evaluate("JSON.parse(sessionStorage.getItem('presses'))")
        return noted[1] - noted[0] if len(noted) == 2 else float("inf")

    def slide(self, selector: str, across: float, down: float = 0) -> None:
        """Presses in the middle of an element, and lets go so many pixels away."""
        x, y = middle(self.page, selector)
        self.down(x, y)
        for part in range(1, 6):
            self.move(x + across * part / 5, y + down * part / 5)
        self.up(x + across, y + down)


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box, selector
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
