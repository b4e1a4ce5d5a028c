// The big button of the printing pages. Without scripts they say where the browser's own is.
(function () {
  "use strict";

  const button = document.querySelector("[data-print]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", function () {
    // A photo that has not arrived would be a blank on the paper.
    const photos = Array.from(document.querySelectorAll(".paper img"));
    button.disabled = true;
    Promise.allSettled(photos.map(function (photo) { return photo.decode(); })).then(function () {
      button.disabled = false;
      window.print();
    });
  });
})();
