// What is hers: which photos were on her screen, which she loves, and once an hour that she is here. It is sent after
// the page, never before it. What cannot be sent is kept in this browser, under her name alone, and sent with her next
// page, whichever that is.
(function () {
  "use strict";

  const { url, token, person } = document.currentScript.dataset;
  const SEEN = "seen:" + person;
  const HEARTS = "hearts:" + person;
  const VISIT = "visit:" + person;
  const HOUR_MS = 3600 * 1000;
  // What she looks at is sent before that, and tells of her visit too.
  const VISIT_AFTER_MS = 3000;
  const LOOKED_MS = 700;
  const AT_ONCE = 100;
  const MOST_KEPT = 500;

  // --- Keeping ---
  const unkept = {}; // without storage only this page knows

  function read(key, otherwise) {
    if (key in unkept) return unkept[key];
    try {
      return JSON.parse(localStorage.getItem(key)) || otherwise;
    } catch (error) {
      return otherwise;
    }
  }

  function write(key, value) {
    try {
      if (Object.keys(value).length) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch (error) {
      unkept[key] = value;
    }
  }

  // Answers with the status; 0 if nothing came back. Refused for good (403): another person has signed in, or the form
  // is too old. Her next page asks with its own token.
  function post(address, fields) {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token });
    return fetch(address, { method: "POST", body: body, keepalive: true, redirect: "error", headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.status; }, function () { return 0; })
      .then(function (status) {
        if (isTaken(status)) write(VISIT, { at: Date.now() });
        return status;
      });
  }

  function isTaken(status) {
    return status >= 200 && status < 300;
  }

  // --- Hearts: by address, whether she loves it. The last touch counts ---
  const onTheWay = new Map();

  // One touch after another: of two at once, the first could arrive last.
  async function deliver(address) {
    for (let loved = read(HEARTS, {})[address]; loved !== undefined; loved = read(HEARTS, {})[address]) {
      const status = await post(address, { loved: loved ? "1" : "0" });
      // Gone or not hers (404): there is nothing to send any more.
      if (!isTaken(status) && status !== 404) return false;
      forget(address, loved);
    }
    return true;
  }

  function forget(address, loved) {
    const hearts = read(HEARTS, {});
    if (hearts[address] === loved) delete hearts[address];
    write(HEARTS, hearts);
  }

  function sendHeart(address) {
    if (!onTheWay.has(address)) {
      onTheWay.set(address, deliver(address).finally(function () { onTheWay.delete(address); }));
    }
    return onTheWay.get(address);
  }

  async function sendHearts() {
    for (const address of Object.keys(read(HEARTS, {}))) await sendHeart(address);
  }

  // For static/heart.js. `love` answers whether it has arrived; `kept` what waits here, undefined if nothing does.
  window.hearts = {
    love: function (address, loved) {
      write(HEARTS, { ...read(HEARTS, {}), [address]: loved });
      return sendHeart(address);
    },
    kept: function (address) { return read(HEARTS, {})[address]; },
    send: sendHeart,
  };

  // --- Seen photos, by their ids ---
  let sending = false;

  async function sendSeen() {
    const ids = read(SEEN, []).slice(0, AT_ONCE);
    if (!ids.length || sending) return;
    sending = true;
    const taken = isTaken(await post(url, { pictures: ids.join(",") }));
    sending = false;
    if (!taken) return;
    write(SEEN, read(SEEN, []).filter(function (id) { return !ids.includes(id); }));
    sendSeen();
  }

  function note(id) {
    const others = read(SEEN, []).filter(function (one) { return one !== id; });
    write(SEEN, others.concat(id).slice(-MOST_KEPT));
    sendSeen();
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

  // --- Her visit: the server notes it when something is sent, because a page that is only shown writes nothing ---
  function sendVisit() {
    const ago = Date.now() - read(VISIT, { at: 0 }).at;
    if (ago < 0 || ago > HOUR_MS) post(url + "?visit", {});
  }

  setTimeout(sendVisit, VISIT_AFTER_MS);

  function send() {
    sendSeen();
    sendHearts();
  }

  window.addEventListener("online", send);
  window.addEventListener("pageshow", function (event) { if (event.persisted) send(); });
  send();
})();
