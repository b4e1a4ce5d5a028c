// Puts photos into their places as soon as the worker has developed them, without a reload.
// Asks `data-ready-url` of the nearest ancestor, for `data-ready-at-once` photos at a time, less and less often, and
// only while the page is looked at. Shows a page of which more is ready than the photo (`data-ready-anew`: a film, with
// its player) anew.
(function () {
  "use strict";

  const FIRST_DELAY_MS = 1000;
  const LONGEST_DELAY_MS = 10000;
  let delay = FIRST_DELAY_MS;
  let timer = null;

  function waitingByUrl() {
    const groups = new Map();
    document.querySelectorAll("[data-waiting]").forEach(function (place) {
      const root = place.closest("[data-ready-url]");
      if (!root) return;
      const url = root.dataset.readyUrl;
      if (!groups.has(url)) groups.set(url, []);
      groups.get(url).push(place);
    });
    return groups;
  }

  function isReady(place, ready) {
    return Object.prototype.hasOwnProperty.call(ready, place.dataset.waiting);
  }

  // What somebody writes would be lost.
  function isTyping() {
    return document.activeElement !== null && document.activeElement.matches("input, textarea");
  }

  function fill(places, answer) {
    const damaged = answer.damaged || [];
    const ready = answer.ready || {};
    let filled = false;
    if (places.some(function (place) { return isReady(place, ready) && place.closest("[data-ready-anew]"); })) {
      if (!isTyping()) window.location.reload();
      return false;
    }
    places.forEach(function (place) {
      const id = place.dataset.waiting;
      if (isReady(place, ready)) {
        place.outerHTML = ready[id]; // our own server's _photo.html
        filled = true;
      } else if (damaged.includes(id)) {
        place.querySelector(".word").textContent = place.dataset.damaged;
        place.removeAttribute("data-waiting");
      }
    });
    return filled;
  }

  function ask(url, places) {
    const atOnce = Number(places[0].closest("[data-ready-url]").dataset.readyAtOnce);
    const some = places.slice(0, atOnce);
    const ids = some.map(function (place) { return place.dataset.waiting; }).join(",");
    const shape = some[0].dataset; // the places of one page are of one kind
    const query = new URLSearchParams({ pictures: ids, variant: shape.variant, sizes: shape.sizes });
    return fetch(url + "?" + query, { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (response) {
        if (!response.ok) throw new Error(String(response.status));
        return response.json();
      })
      .then(function (answer) { return fill(some, answer); })
      .catch(function () { return false; }); // no network, or signed out: ask again, later
  }

  function look() {
    timer = null;
    if (document.hidden) return;
    const questions = [];
    waitingByUrl().forEach(function (places, url) { questions.push(ask(url, places)); });
    if (!questions.length) return;
    Promise.all(questions).then(function (answers) {
      delay = answers.includes(true) ? FIRST_DELAY_MS : Math.min(delay * 1.6, LONGEST_DELAY_MS);
      plan();
    });
  }

  function plan() {
    if (timer === null && !document.hidden && document.querySelector("[data-waiting]")) timer = setTimeout(look, delay);
  }

  document.addEventListener("visibilitychange", function () {
    delay = FIRST_DELAY_MS;
    plan();
  });
  plan();
})();
