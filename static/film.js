// Plays a film by one large button, with the browser's own buttons from then on. While the film is being made ready, asks
// for it less and less often, only while the page is looked at, and then shows the page anew.
(function () {
  "use strict";

  const FIRST_DELAY_MS = 2000;
  const LONGEST_DELAY_MS = 20000;
  // A second press of a trembling hand would else stop the film by the browser's own buttons.
  const STEADY_MS = 600;

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
      // A <source> that failed leaves no error on the film, and is not asked for again.
      if (video.error || video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) video.load();
      video.play().catch(function () {}); // "error" says what a person must know
      setTimeout(function () {
        if (!button.hidden) return;
        video.controls = true;
        video.focus();
      }, STEADY_MS);
    }

    button.addEventListener("click", play);
    video.addEventListener("error", fail, true); // of <source>, too
    function fail() {
      if (button.hidden) trouble.hidden = false;
      offer();
    }
    offer();
  }

  // What somebody writes would be lost.
  function isTyping() {
    return document.activeElement !== null && document.activeElement.matches("input, textarea");
  }

  function wait(word) {
    let delay = FIRST_DELAY_MS;
    let timer = null;

    function ask() {
      timer = null;
      if (document.hidden) return;
      fetch(word.dataset.film, { method: "HEAD", credentials: "same-origin" })
        .then(function (response) {
          // Without a time to ask again it is not being made any more.
          const isOver = response.status === 404 && !response.headers.get("Retry-After");
          if ((response.ok || isOver) && !isTyping()) window.location.reload();
        })
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
