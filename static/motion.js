// Plays the film of a photo in the photo's place, with its sound, and ends back at the photo. The same button goes back
// before. Without this script it leads to a page with the browser's own player.
(function () {
  "use strict";

  // A second press of a trembling hand would else end the film at once.
  const STEADY_MS = 600;

  function prepare(button) {
    const place = document.querySelector(".single .photo");
    let video = null;
    let trouble = null;
    let restUntil = 0;

    function end() {
      if (!video) return;
      video.pause();
      video.remove();
      video = null;
      button.classList.remove("playing");
    }

    function fail() {
      end();
      trouble = document.createElement("p");
      trouble.className = "motion-trouble";
      trouble.setAttribute("role", "alert");
      trouble.textContent = button.dataset.trouble;
      place.append(trouble);
    }

    function play() {
      if (trouble) trouble.remove();
      const begun = video = document.createElement("video");
      video.className = "motion";
      video.playsInline = true;
      video.src = button.dataset.motion;
      video.setAttribute("aria-hidden", "true"); // the photo under it says what it shows
      video.addEventListener("ended", end);
      video.addEventListener("error", function () { if (video === begun) fail(); });
      place.append(video);
      button.classList.add("playing");
      video.play().catch(function (error) {
        // Ended by her, or "error" tells it. What the browser forbids, the player's page may do.
        if (error.name === "NotAllowedError" && video === begun) location.assign(button.href);
      });
    }

    button.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (performance.now() < restUntil) return;
      restUntil = performance.now() + STEADY_MS;
      if (video) end();
      else play();
    });
    // A touch of the film ends it too, and does not open the large photo under it. A stroke still turns the page.
    place.addEventListener("click", function (event) {
      if (!video) return;
      event.preventDefault();
      event.stopPropagation();
      if (performance.now() >= restUntil) end();
    }, true);
    addEventListener("pagehide", end);
  }

  document.querySelectorAll("[data-motion]").forEach(prepare);
})();
