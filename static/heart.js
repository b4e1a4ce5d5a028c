// A heart by one touch, without a new page. It shows at once; what cannot be sent is kept in this browser, under her
// name alone, and sent with the next page that has hearts. The last touch counts.
(function () {
  "use strict";

  const form = document.querySelector("form.heart");
  const seen = document.querySelector("script[data-person]");
  if (!form || !seen) return;
  const KEY = "hearts:" + seen.dataset.person;
  const token = form.elements.csrfmiddlewaretoken.value;
  const button = form.querySelector("button");
  const told = form.querySelector(".told");

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch (error) {
      return {};
    }
  }

  function keep(hearts) {
    try {
      localStorage.setItem(KEY, JSON.stringify(hearts));
    } catch (error) { /* no storage: only this page knows */ }
  }

  function show(loved) {
    button.setAttribute("aria-pressed", String(loved));
    told.textContent = loved ? told.dataset.told : "";
  }

  function send(url, loved) {
    const body = new URLSearchParams({ loved: loved ? "1" : "0", csrfmiddlewaretoken: token });
    return fetch(url, { method: "POST", body: body, keepalive: true, redirect: "error", headers: { Accept: "application/json" } })
      .then(function (answer) {
        // Gone or not hers: there is nothing to send any more.
        if (answer.ok || answer.status === 404) forget(url, loved);
        return answer.ok || answer.status === 404;
      })
      .catch(function () { return false; });
  }

  function forget(url, loved) {
    const hearts = kept();
    if (hearts[url] === loved) delete hearts[url];
    keep(hearts);
  }

  const here = form.getAttribute("action");

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    const loved = button.getAttribute("aria-pressed") !== "true";
    show(loved);
    const hearts = kept();
    hearts[here] = loved;
    keep(hearts);
    send(here, loved).then(function (arrived) {
      if (!arrived && kept()[here] === loved) told.textContent = told.dataset.later;
    });
  });

  const waiting = kept();
  if (here in waiting) show(waiting[here]);
  Object.keys(waiting).forEach(function (url) { send(url, waiting[url]); });
})();
