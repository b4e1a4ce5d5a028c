// Plays a film by one large button, with the browser's own buttons from then on. While the film is being made ready, asks
// for it less and less often, only while the page is looked at, and then shows the page anew.
(function () {
  "use strict";

  const FIRST_DELAY_MS = 2000;
  const LONGEST_DELAY_MS = 20000;

  function prepare(film) {
    const video = film.querySelector("video");
    const button = film.querySelector(".play");
    const trouble = film.querySelector(".trouble");

    function offer() {
      video.controls = false;
      button.hidden = false;
    }

    function play() {
      button.hidden = true;
      trouble.hidden = true;
      video.controls = true;
      if (video.error) video.load();
      video.play().catch(function () {}); // "error" says what a person must know
      video.focus();
    }

    button.addEventListener("click", play);
    video.addEventListener("error", fail, true); // of <source>, too
    function fail() {
      if (button.hidden) trouble.hidden = false;
      offer();
    }
    offer();
  }

  function wait(word) {
    let delay = FIRST_DELAY_MS;
    let timer = null;

    function ask() {
      timer = null;
      if (document.hidden) return;
      fetch(word.dataset.film, { method: "HEAD", credentials: "same-origin" })
        .then(function (response) { if (response.ok) window.location.reload(); })
        .catch(function () {}) // no network: ask again
        .then(plan);
      delay = Math.min(delay * 1.5, LONGEST_DELAY_MS);
    }

    function plan() {
      if (timer === null && !document.hidden) timer = setTimeout(ask, delay);
    }

    document.addEventListener("visibilitychange", plan);
    plan();
  }

  document.querySelectorAll(".film").forEach(prepare);
  document.querySelectorAll("[data-film]").forEach(wait);
})();
