// Note which photos were on her screen, after the page, never before it. What cannot be sent is kept in this browser,
// under her name alone, and sent with the next page.
(function () {
  "use strict";

  const { url, token, person } = document.currentScript.dataset;
  const KEY = "seen:" + person;
  const LOOKED_MS = 700;
  const AT_ONCE = 100;

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || [];
    } catch (error) {
      return [];
    }
  }

  function keep(ids) {
    try {
      if (ids.length) localStorage.setItem(KEY, JSON.stringify(ids.slice(-500)));
      else localStorage.removeItem(KEY);
    } catch (error) { /* no storage: the photos stay new */ }
  }

  let sending = false;

  function send() {
    const ids = kept().slice(0, AT_ONCE);
    if (!ids.length || sending) return;
    sending = true;
    const body = new URLSearchParams({ pictures: ids.join(","), csrfmiddlewaretoken: token });
    fetch(url, { method: "POST", body: body, keepalive: true, redirect: "error", headers: { Accept: "application/json" } })
      .then(function (answer) {
        sending = false;
        // Refused for good: another person signed in, or the form is too old. The next page asks with its own token.
        if (!answer.ok) return;
        keep(kept().filter(function (id) { return !ids.includes(id); }));
        send();
      })
      .catch(function () { sending = false; });
  }

  function note(id) {
    const ids = kept().filter(function (one) { return one !== id; });
    keep(ids.concat(id));
    send();
  }

  const timers = new Map();

  function watch(entries) {
    entries.forEach(function (entry) {
      clearTimeout(timers.get(entry.target));
      if (!entry.isIntersecting) return;
      timers.set(entry.target, setTimeout(function () { look(entry.target); }, LOOKED_MS));
    });
  }

  function look(place) {
    const photo = place.querySelector("img");
    if (document.visibilityState !== "visible" || !photo) return;
    if (!photo.complete || !photo.naturalWidth) {
      photo.addEventListener("load", function () { look(place); }, { once: true });
      return;
    }
    observer.unobserve(place);
    note(place.dataset.seen);
  }

  const observer = new IntersectionObserver(watch, { threshold: 0.5 });
  document.querySelectorAll("[data-seen]").forEach(function (place) { observer.observe(place); });
  window.addEventListener("online", send);
  send();
})();
