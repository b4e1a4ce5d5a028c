// The arrows of a keyboard and of a television's remote control, which has nothing else but OK (Enter). One rule:
// an arrow moves the focus to the nearest control on that side. From the photos, left and right go on to the page before
// and the page after where no photo lies on that side; from the buttons that turn, and when nothing has the focus, they
// always do (turn.js). Where no control is near, the page scrolls as ever.
(function () {
  "use strict";

  const SIDES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const CONTROLS = "a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary, [tabindex='0']";
  const NEAR = 0.5; // of the window's height: what lies further out of sight is scrolled to first
  const KEY = "walked";
  const RECENT_MS = 15000;
  const isTurned = Boolean(document.querySelector(".turn a"));

  // --- Where things are ---
  function isShown(control) {
    return control.getClientRects().length > 0 && getComputedStyle(control).visibility === "visible" && !control.matches(".skip");
  }

  function controls(within) {
    return Array.from(within.querySelectorAll(CONTROLS)).filter(isShown);
  }

  // How much of `other` lies beyond `box` on that side; overlap across the side makes it near.
  function distance(box, other, side) {
    const ahead = side[0] > 0 ? other.left - box.right : side[0] < 0 ? box.left - other.right
      : side[1] > 0 ? other.top - box.bottom : box.top - other.bottom;
    const aside = side[0]
      ? Math.max(0, other.top - box.bottom, box.top - other.bottom)
      : Math.max(0, other.left - box.right, box.left - other.right);
    const middles = side[0]
      ? Math.abs(other.top + other.bottom - box.top - box.bottom) / 2
      : Math.abs(other.left + other.right - box.left - box.right) / 2;
    if (ahead < -2) return Infinity; // a pixel of overlap is rounding
    if (side[0] && aside > 0) return Infinity; // left and right stay in their row
    return Math.max(0, ahead) + 2 * aside + middles / 8;
  }

  function nearest(from, side) {
    const box = from.getBoundingClientRect();
    let best = null;
    let least = Infinity;
    controls(document).forEach(function (control) {
      if (control === from || control.contains(from) || from.contains(control)) return;
      const other = control.getBoundingClientRect();
      if (other.bottom < -NEAR * innerHeight || other.top > (1 + NEAR) * innerHeight) return;
      const far = distance(box, other, side);
      if (far < least) { least = far; best = control; }
    });
    return best;
  }

  function nextPage() {
    return document.querySelector(".turn [rel=next]");
  }

  function first() {
    const seen = controls(document.getElementById("content")).concat(nextPage() || [], controls(document));
    return seen.find(function (control) {
      const box = control.getBoundingClientRect();
      return box.top < innerHeight && box.bottom > 0;
    });
  }

  // --- What an arrow would do by itself ---
  function isNeeded(control, side) {
    if (control.matches("textarea, select, video, audio, [contenteditable], input[type=radio], input[type=number], input[type=date], input[type=range]")) return true;
    return side[0] !== 0 && control.matches("input:not([type=checkbox]):not([type=file])"); // the place in a line
  }

  function focused() {
    const element = document.activeElement;
    return element && element !== document.body && element.id !== "content" && isShown(element) ? element : null;
  }

  function focus(control) {
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function find(from, side) {
    if (!from) return side[0] && isTurned ? null : first();
    const isTurning = Boolean(from.closest(".turn"));
    if (side[0] && isTurning) return null;
    const to = nearest(from, side);
    // From above one comes to the button that goes on, wherever one was.
    return (to && !isTurning && to.closest(".turn") && nextPage()) || to;
  }

  document.addEventListener("keydown", function (event) {
    const side = SIDES[event.key];
    if (!side || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const from = focused();
    if (from && isNeeded(from, side)) return;
    const to = find(from, side);
    if (to) {
      event.preventDefault();
      focus(to);
    } else if (from && side[0] && from.closest("#content")) {
      remember(side[0]);
    } else if (from && side[0] && !from.closest(".turn")) {
      event.preventDefault(); // the end of a bar turns no page
    }
  });

  // --- A page that is turned from a photo begins with the focus on a photo ---
  function remember(way) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ way: way, at: Date.now() }));
    } catch (error) { /* no storage: the page turns all the same */ }
  }

  function arrive() {
    let walked = null;
    try {
      walked = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch (error) { /* nothing is remembered */ }
    if (!walked || Date.now() - walked.at > RECENT_MS || focused()) return;
    const photos = controls(document.getElementById("content"));
    const photo = walked.way > 0 ? photos[0] : photos[photos.length - 1];
    if (photo) photo.focus({ preventScroll: true });
  }

  addEventListener("pageshow", arrive);
})();
