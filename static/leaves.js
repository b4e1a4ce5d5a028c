// Tells the server whether the window shows one photo of an album at once or two, as a book that lies open.
// When the window becomes of the other kind, the album is shown again, with the same photo first.
(function () {
  "use strict";

  const YEAR_SECONDS = 365 * 24 * 3600;

  function fitting() {
    return innerWidth >= 1.2 * innerHeight && innerHeight >= 600 ? "2" : "1";
  }

  function remember(leaves) {
    if (document.cookie.split("; ").includes("leaves=" + leaves)) return true;
    document.cookie = "leaves=" + leaves + "; Path=/; Max-Age=" + YEAR_SECONDS + "; SameSite=Lax";
    return document.cookie.split("; ").includes("leaves=" + leaves);
  }

  function adapt() {
    const leaves = fitting();
    if (!remember(leaves)) return; // no cookies: showing it again would change nothing
    const spread = document.querySelector("[data-leaves]");
    if (spread && spread.dataset.leaves !== leaves) location.replace(spread.dataset.here);
  }

  let timer = null;
  addEventListener("resize", function () {
    clearTimeout(timer);
    timer = setTimeout(adapt, 300);
  });
  addEventListener("pageshow", adapt); // also when she comes back to a page that the browser kept
})();
