// A phone that is turned sideways on a photo's page shows the photo as large as the window.
(function () {
  "use strict";

  const link = document.getElementById("photo");
  const sideways = matchMedia("(orientation: landscape) and (max-height: 500px) and (pointer: coarse)");
  if (!link || !link.href) return;
  sideways.addEventListener("change", function (event) {
    if (!event.matches || document.querySelector("video.motion")) return; // a film goes on
    try { sessionStorage.setItem("big-by-turning", "1"); } catch { return; } // it could not turn back
    location.replace(link.href);
  });
})();
