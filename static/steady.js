// Hands that tremble press twice. The second press acts on nothing: neither on the page to which the first one led, where
// something else may lie under the same finger, nor once more on the same link or button. Turning the leaves of an album
// has steadier rules of its own (turn.js), the big view repeats its buttons (zoom.js).
// Not deferred: a page can be pressed before its other scripts have come.
(function () {
  "use strict";

  const STEADY_MS = 600;
  const NEAR_PX = 40;
  const KEY = "pressed";
  let before = recall(); // the last press of the page before
  let isSecond = false;
  let pressedAt = -Infinity;
  let acted = null;

  function recall() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY));
    } catch (error) {
      return null;
    }
  }

  function remember(press) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(press));
    } catch (error) { /* no storage: no page knows the press before */ }
  }

  // Of the press itself, also if the page was too busy to hear of it at once.
  function time(event) {
    return performance.timeOrigin + event.timeStamp;
  }

  function follows(event, press) {
    const waited = press ? time(event) - press.at : -1;
    return waited >= 0 && waited < STEADY_MS && Math.hypot(event.clientX - press.x, event.clientY - press.y) <= NEAR_PX;
  }

  function ignore(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  addEventListener("pointerdown", function (event) {
    if (!event.isPrimary) return;
    pressedAt = time(event);
    isSecond = follows(event, before);
    if (isSecond) event.stopImmediatePropagation();
    else remember({ x: event.clientX, y: event.clientY, at: pressedAt });
  }, true);

  addEventListener("pointerup", function (event) {
    if (isSecond) event.stopImmediatePropagation();
  }, true);

  // Keys make clicks too, without a number. Of a press on the page before, this one may get the click alone.
  addEventListener("click", function (event) {
    if (!event.detail) return;
    if (isSecond || follows(event, before)) return ignore(event);
    const control = event.target.closest("a[href], summary, button");
    if (!control || (control.matches("button") && (control.type === "button" || !control.form))) return;
    if (acted && acted.control === control && pressedAt - acted.at < STEADY_MS) return ignore(event);
    acted = { control: control, at: pressedAt };
  }, true);

  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    before = recall();
    acted = null;
  });
})();
