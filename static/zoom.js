// The photo as large as the window: steps, moving, keys. The image fills the stage, and all of this is one transform.
(function () {
  "use strict";

  const STEADY_MS = 600; // of a trembling hand: what comes sooner belongs to the press before
  const SLIP_PX = 12; // a finger that moves less has tapped
  const STROKE = 0.4; // of the stage, by one press of an arrow
  const STRIP_FROM = 1.3; // a strip that is hardly larger when it fills the stage is shown whole
  const SWIPE = { px: 90, ms: 700, level: 3 }; // as long, quick and level as in turn.js
  const TALL_TO = 3; // and so is a tall one in a wide window, of which little would be seen
  const stage = document.querySelector(".stage");
  const image = stage.querySelector("img");
  const moves = stage.querySelector(".moves");
  const say = stage.querySelector(".say");
  const shape = image.getAttribute("width") / image.getAttribute("height");
  const controls = Array.from(document.querySelectorAll(".buttons > *"));
  const previous = document.querySelector(".previous"); // where there is little room, it is no button but a key and a swipe
  const next = document.querySelector(".next");
  let zoom = 1; // 1: the whole photo
  let at = { x: 0, y: 0 }; // of the photo's middle, from the stage's, in pixels
  let steps = [1, 2, 4];
  let first = 1; // how the photo is shown when the page opens

  function size() {
    const width = Math.min(stage.clientWidth, stage.clientHeight * shape);
    return { width: width, height: width / shape };
  }

  // How far the photo reaches over the stage, on each side.
  function rest() {
    const whole = size();
    return {
      x: Math.max(0, (whole.width * zoom - stage.clientWidth) / 2),
      y: Math.max(0, (whole.height * zoom - stage.clientHeight) / 2),
    };
  }

  // A strip fills the stage at its second step, and that is how it is shown first.
  function fillSteps() {
    const whole = size();
    const filling = Math.max(stage.clientWidth / whole.width, stage.clientHeight / whole.height);
    const isStrip = filling > STRIP_FROM && (stage.matches(".wide") || (stage.matches(".tall") && filling <= TALL_TO));
    steps = isStrip ? [1, filling, 2 * filling] : [1, 2, 4];
    first = isStrip ? filling : 1;
  }

  function within(value, most) {
    return Math.max(-most, Math.min(most, value));
  }

  // Shows the photo at this zoom and place. Answers whether anything has changed.
  function show(newZoom, x, y) {
    const before = image.style.transform;
    zoom = newZoom;
    const most = rest();
    at = { x: within(x, most.x), y: within(y, most.y) };
    image.style.transform = "translate(" + at.x + "px, " + at.y + "px) scale(" + zoom + ")";
    stage.classList.toggle("enlarged", zoom > 1);
    moves.hidden = most.x < 1 && most.y < 1;
    moves.querySelectorAll("button").forEach(function (button) {
      const along = button.dataset.move.split(" ");
      const isNeeded = Number(along[0]) ? most.x >= 1 : most.y >= 1;
      if (!isNeeded && button === document.activeElement) controls[0].focus();
      button.hidden = !isNeeded;
    });
    if (zoom >= 2) sharpen();
    return image.style.transform !== before;
  }

  function sharpen() {
    const url = image.dataset.large;
    if (!url) return;
    delete image.dataset.large;
    const sharp = new Image();
    sharp.src = url;
    sharp.decode().then(function () { image.src = url; }, function () {}); // without it, the photo stays as it is
  }

  // Keeps what is in the middle there; or, with a point of the stage (from its middle), what is at that point.
  function zoomTo(newZoom, point) {
    const from = point || { x: 0, y: 0 };
    const times = newZoom / zoom;
    show(newZoom, (at.x - from.x) * times, (at.y - from.y) * times);
  }

  function step(direction) {
    const next = direction > 0
      ? steps.find(function (one) { return one > zoom * 1.01; })
      : steps.slice().reverse().find(function (one) { return one < zoom * 0.99; });
    if (next) zoomTo(next);
    tell(next ? "" : direction > 0 ? stage.dataset.most : stage.dataset.least);
  }

  let silence = null;
  function tell(words) {
    clearTimeout(silence);
    say.textContent = words;
    if (words) silence = setTimeout(function () { say.textContent = ""; }, 4000);
  }

  function move(across, down) {
    return show(zoom, at.x - across * stage.clientWidth * STROKE, at.y - down * stage.clientHeight * STROKE);
  }

  // --- Presses. A finger's counts where it ends, also if it slides inside the button, or comes right after a stroke
  // over the photo: of those a browser makes no click. ---------------------------------------------------------
  const opened = Date.now();
  let pressed = null;
  let clicksFrom = 0;
  let leaving = false;

  // The page that comes rests for a moment (turn.js): its button that turns may lie under the same finger.
  function restAfter() {
    try { sessionStorage.setItem("turned", JSON.stringify({ rel: "", focused: false, at: Date.now() })); } catch { /* private mode */ }
  }

  function press(control) {
    if (leaving) return;
    if (control.dataset.zoom) step(Number(control.dataset.zoom));
    if (control.dataset.move) move.apply(null, control.dataset.move.split(" ").map(Number));
    // A second press of the same tap must not go on by another photo.
    if (!control.href || (!control.matches(".close") && Date.now() - opened < STEADY_MS)) return;
    if (control.matches(".close")) {
      forgetTurning();
      restAfter();
    }
    leaving = true;
    location.assign(control.href);
  }
  addEventListener("pageshow", function () { leaving = false; }); // also when she comes back to a page that was kept

  function controlAt(event) {
    return event.target.closest("button, .buttons a");
  }

  document.addEventListener("pointerdown", function (event) {
    pressed = event.pointerType === "mouse" || !event.isPrimary ? null : controlAt(event);
  });
  document.addEventListener("pointerup", function (event) {
    const control = pressed;
    pressed = null;
    if (!control || event.pointerType === "mouse" || !event.isPrimary) return;
    const box = control.getBoundingClientRect();
    const isInside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!isInside) return;
    clicksFrom = Date.now() + STEADY_MS; // its own click comes after it
    press(control);
  });
  document.addEventListener("click", function (event) {
    const control = controlAt(event);
    if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!event.detail || Date.now() >= clicksFrom) press(control);
  });

  // A mouse that slides on a link would drag the link away, and press nothing.
  document.addEventListener("dragstart", function (event) { event.preventDefault(); });

  // --- Fingers: one drags or taps, two pinch -------------------------------------------------------------
  const held = new Map();
  let travelled = 0;
  let stroke = null; // of one finger over a photo that is shown whole
  let tapsFrom = 0;

  function fromMiddle(event) {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  }

  function spread() {
    const ends = Array.from(held.values());
    return Math.hypot(ends[0].x - ends[1].x, ends[0].y - ends[1].y) || 1;
  }

  stage.addEventListener("pointerdown", function (event) {
    if (event.button || event.target.closest("button") || held.size === 2) return;
    if (!held.size) travelled = 0;
    stroke = held.size || event.pointerType === "mouse" || rest().x >= 1 ? null : { x: event.clientX, y: event.clientY, at: Date.now() };
    held.set(event.pointerId, fromMiddle(event));
    stage.setPointerCapture(event.pointerId);
  });

  stage.addEventListener("pointermove", function (event) {
    const before = held.get(event.pointerId);
    if (!before) return;
    const now = fromMiddle(event);
    const distance = held.size === 2 ? spread() : 0;
    held.set(event.pointerId, now);
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (travelled < SLIP_PX) return;
    stage.classList.add("held");
    if (distance) zoomTo(Math.max(1, Math.min(steps[2], zoom * spread() / distance)), now);
    else show(zoom, at.x + now.x - before.x, at.y + now.y - before.y);
  });

  function release(event) {
    if (!held.delete(event.pointerId) || held.size) return;
    stage.classList.remove("held");
    if (event.type !== "pointerup") return;
    if (travelled < SLIP_PX) tap(fromMiddle(event));
    else if (stroke) swipe(event.clientX - stroke.x, event.clientY - stroke.y, Date.now() - stroke.at);
  }
  stage.addEventListener("pointerup", release);
  stage.addEventListener("pointercancel", release);

  function swipe(across, down, ms) {
    if (Math.abs(across) < SWIPE.px || Math.abs(across) < SWIPE.level * Math.abs(down) || ms > SWIPE.ms) return;
    turn(across < 0 ? next : previous);
  }

  function turn(link) {
    if (link) press(link);
  }

  // What was tapped comes into the middle; the whole photo becomes larger there.
  function tap(point) {
    if (Date.now() < tapsFrom) return;
    tapsFrom = Date.now() + STEADY_MS;
    const times = zoom === 1 ? steps[1] : 1;
    show(zoom * times, (at.x - point.x) * times, (at.y - point.y) * times);
  }

  // --- Keys: also those of a television, which has arrows and OK ------------------------------------------
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // Before the first button, left goes back to the photo before.
  function moveFocus(direction, isLeft) {
    const shown = controls.filter(function (control) { return control.getClientRects().length > 0; });
    const to = shown[shown.indexOf(document.activeElement) + direction];
    if (to) to.focus();
    else if (isLeft) turn(previous);
  }

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (event.key === "+" || event.key === "=") step(1);
    else if (event.key === "-" || event.key === "_") step(-1);
    else if (event.key === "Escape") document.querySelector(".close").click();
    else if (event.key === "Enter" && !event.target.closest("button, a")) step(1);
    else if (arrow) {
      // Where the photo ends, an arrow goes on to the next button.
      if (!move(arrow[0], arrow[1])) moveFocus(arrow[0] + arrow[1], arrow[0] < 0);
    } else return;
    event.preventDefault();
  });

  // --- A phone that is turned -------------------------------------------------------------------------------
  const TURNED = "big-by-turning"; // static/sideways.js
  const close = document.querySelector(".close");
  function forgetTurning() {
    try { sessionStorage.removeItem(TURNED); } catch { /* private mode */ }
  }
  matchMedia("(orientation: portrait)").addEventListener("change", function (event) {
    let isByTurning = false;
    try { isByTurning = Boolean(sessionStorage.getItem(TURNED)); } catch { /* private mode */ }
    if (!event.matches || !isByTurning) return;
    forgetTurning();
    location.replace(close.href);
  });

  // After a change of the window what was whole stays whole, and what was enlarged stays so.
  new ResizeObserver(function () {
    const wasAt = zoom === first ? "first" : steps.indexOf(zoom);
    fillSteps();
    show(wasAt === "first" ? first : wasAt < 0 ? zoom : steps[wasAt], at.x, at.y);
  }).observe(stage);

  // --- A photo whose bytes do not come: a sentence, and no torn picture ------------------------------------
  function lose() {
    image.hidden = true;
    stage.querySelector(".lost").hidden = false;
  }
  image.addEventListener("error", lose);
  if (image.complete && !image.naturalWidth) lose();

  fillSteps();
  show(first, 0, 0);
  // For keys and a television. A finger needs no ring around a button.
  if (!matchMedia("(pointer: coarse)").matches) controls[0].focus({ preventScroll: true });
})();
