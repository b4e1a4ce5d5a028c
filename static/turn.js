// Steady hands for turning pages: a second press of a trembling hand turns nothing, a press that slides counts, the
// button answers at once, and the keyboard's focus stays on it. Also the arrow keys, and a swipe.
(function () {
  "use strict";

  const STEADY_MS = 600;
  const SLIDE_PX = 40;
  const SAY_AFTER_MS = 400;
  const KEY = "turned";
  const bar = document.querySelector(".turn");
  if (!bar) return;

  // --- After a turn: rest for a moment, and give the focus back ---
  let restUntil = 0;
  let leaving = false;
  let fromBig = false; // the big view's Close lay where this page has its photo (zoom.js)

  function remember(rel, focused) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ rel: rel, focused: focused, at: Date.now() }));
    } catch (error) { /* no storage: the page turns all the same */ }
  }

  function recall() {
    try {
      const turned = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
      return turned;
    } catch (error) {
      return null;
    }
  }

  function arrive() {
    leaving = false;
    bar.querySelectorAll(".sunk").forEach(rise);
    const turned = recall();
    if (!turned) return;
    restUntil = performance.now() + STEADY_MS;
    fromBig = !turned.rel;
    if (turned.focused) {
      const link = bar.querySelector('a[rel="' + turned.rel + '"]');
      if (link) link.focus({ preventScroll: true });
    }
  }

  // --- A press ---
  function rise(link) {
    link.classList.remove("sunk");
    link.querySelectorAll("[data-said]").forEach(function (word) {
      word.textContent = word.dataset.said;
      delete word.dataset.said;
    });
  }

  function sayTurning(link) {
    link.querySelectorAll(".long, .short").forEach(function (word) {
      word.dataset.said = word.textContent;
      word.textContent = bar.dataset.turning;
    });
  }

  function go(link) {
    if (leaving || performance.now() < restUntil) return;
    leaving = true;
    remember(link.rel, Boolean(bar.querySelector(":focus-visible")));
    link.classList.add("sunk");
    setTimeout(function () { if (leaving) sayTurning(link); }, SAY_AFTER_MS);
    location.assign(link.href);
  }

  bar.addEventListener("click", function (event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link);
  });

  document.addEventListener("click", function (event) {
    if (!fromBig || !event.detail || performance.now() >= restUntil) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // A finger that slides a little makes no click: the press counts if it ends near where it began.
  let press = null;
  bar.addEventListener("pointerdown", function (event) {
    const link = event.target.closest("a");
    press = link && event.isPrimary && event.button === 0 ? { link: link, x: event.clientX, y: event.clientY } : null;
  });
  bar.addEventListener("pointerup", function (event) {
    if (!press) return;
    const near = Math.hypot(event.clientX - press.x, event.clientY - press.y) <= SLIDE_PX;
    const box = press.link.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (near && inside) go(press.link);
    press = null;
  });
  bar.addEventListener("dragstart", function (event) { event.preventDefault(); });

  // --- Keys and swipes ---
  function turn(direction) {
    const link = bar.querySelector('a[rel="' + direction + '"]');
    if (link) go(link);
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.repeat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, video, [contenteditable]")) return;
    if (event.key === "ArrowLeft") turn("prev");
    if (event.key === "ArrowRight") turn("next");
  });

  // Only a quick, long, level stroke of one finger: a trembling hand must not turn the page.
  const LONGEST_MS = 700;
  const SHORTEST_PX = 90;
  let start = null;

  function isZoomedIn() {
    return Boolean(window.visualViewport) && window.visualViewport.scale > 1.05;
  }

  // A finger that leaves a button has changed its mind.
  document.addEventListener("touchstart", function (event) {
    const touch = event.touches[0];
    start = event.touches.length === 1 && !isZoomedIn() && !bar.contains(event.target) && !event.target.closest("video") ? { x: touch.clientX, y: touch.clientY, at: Date.now() } : null;
  }, { passive: true });

  document.addEventListener("touchend", function (event) {
    if (!start || event.touches.length) return;
    const across = event.changedTouches[0].clientX - start.x;
    const down = event.changedTouches[0].clientY - start.y;
    const quick = Date.now() - start.at < LONGEST_MS;
    start = null;
    if (quick && Math.abs(across) > SHORTEST_PX && Math.abs(across) > 3 * Math.abs(down)) turn(across > 0 ? "prev" : "next");
  }, { passive: true });

  // At once, not when the last photo has come: the buttons can be pressed long before. Later only for a page that the
  // browser kept.
  arrive();
  addEventListener("pageshow", function (event) { if (event.persisted) arrive(); });
})();
